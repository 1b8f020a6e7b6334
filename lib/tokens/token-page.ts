import { authorize, may } from "../authorization/authorize";
import { readCoverage } from "../connections/coverage";
import type { Context } from "../core/context";
import { notFound } from "../core/errors";
import type { Severity } from "../domain/severity";
import type { FindingState } from "../domain/states";
import { type LifeEvent, lifeLine } from "./life-line";
import { type TokenRow, tokenRows } from "./token-row";

export interface TokenFinding {
  id: string;
  rule: string;
  severity: Severity;
  status: FindingState;
  factors: unknown;
  evidence: unknown;
  firstSeen: string;
  /** why somebody said it is wrong, or what they noted while looking at it */
  note: string | null;
}

export interface TokenPage {
  row: TokenRow;
  handle: Record<string, string | null>;
  scopes: string[];
  reach: { level: "high" | "limited"; summary: string } | null;
  /** kinds only; the values are of use to nobody here */
  fingerprints: { kind: string; pepperVersion: number }[];
  creator: { id: string; name: string; externalId: string; status: string; email: string | null } | null;
  owner: { backup: { id: string; name: string } | null; purpose: string | null; setAt: string } | null;
  lastSeen: string;
  missingSince: string | null;
  disabledAt: string | null;
  connection: { origin: string; lastGoodSync: string | null; state: string | null };
  /** what its connector can do with this class, or why not; null before the first check */
  abilities: Record<string, "can" | { cannot: string }> | null;
  findings: TokenFinding[];
  life: LifeEvent[];
  may: { own: boolean; file: boolean; triage: boolean };
}

/** Everything about one token. Throws NotFound. */
export async function tokenPage(ctx: Context, id: string): Promise<TokenPage> {
  authorize(ctx.actor, "inventory.read");
  const { db } = ctx;
  const [[row], token] = await Promise.all([
    tokenRows(db, [id]),
    db.token.findUnique({
      where: { id },
      include: {
        creator: true,
        fingerprints: { select: { kind: true, pepperVersion: true } },
        ownership: { include: { backup: { select: { id: true, displayName: true } } } },
        connection: { include: { health: true } },
        findings: { orderBy: [{ severity: "asc" }, { firstSeenAt: "desc" }] },
      },
    }),
  ]);
  if (!row || !token) throw notFound("The token");
  const { creator, ownership, connection } = token;
  return {
    row,
    handle: token.handle as TokenPage["handle"],
    scopes: token.scopes,
    reach: token.reach as TokenPage["reach"],
    fingerprints: token.fingerprints,
    creator: creator && { id: creator.id, name: creator.name, externalId: creator.externalId, status: creator.status, email: creator.email },
    owner: ownership && {
      backup: ownership.backup && { id: ownership.backup.id, name: ownership.backup.displayName },
      purpose: ownership.purpose,
      setAt: ownership.setAt.toISOString(),
    },
    lastSeen: token.lastSeenAt.toISOString(),
    missingSince: token.missingSince?.toISOString() ?? null,
    disabledAt: token.disabledAt?.toISOString() ?? null,
    connection: { origin: connection.origin, lastGoodSync: connection.health?.lastGoodSyncAt?.toISOString() ?? null, state: connection.health?.state ?? null },
    abilities: readCoverage(connection.health?.capabilities).classes[token.class] ?? null,
    findings: token.findings.map((finding) => ({
      id: finding.id,
      rule: finding.rule,
      severity: finding.severity,
      status: finding.status,
      factors: finding.factors,
      evidence: finding.evidence,
      firstSeen: finding.firstSeenAt.toISOString(),
      note: finding.triageNote,
    })),
    life: await lifeLine(db, id),
    may: { own: may(ctx.actor, "token.own"), file: may(ctx.actor, "request.file"), triage: may(ctx.actor, "finding.triage") },
  };
}
