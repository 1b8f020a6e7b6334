import { z } from "zod";
import { authorize, may } from "../authorization/authorize";
import { readCoverage } from "../connections/coverage";
import type { Context } from "../core/context";
import { notFound } from "../core/errors";
import { type PermissionNode, permissionTree } from "../domain/permissions";
import type { Severity } from "../domain/severity";
import type { FindingState } from "../domain/states";
import { type Contradiction, contradictionOf } from "../exposure/after-death";
import { type ExposureRow, exposureRows } from "../exposure/exposure-row";
import { type FindingHistory, historiesOf } from "../findings/finding-history";
import { actorNames } from "../people/actor-names";
import { type Dependencies, dependenciesOf } from "./dependencies";
import { type LifeEvent, lifeLine } from "./life-line";
import { attestationsOf, auditOf, proofOf, requestsOf, type TokenAttestation, type TokenAudit, type TokenProof, type TokenRequest } from "./token-records";
import { type TokenRow, tokenRows } from "./token-row";
import { type Siblings, type Sighting, siblingsOf, sightingsOf } from "./token-sightings";

export interface TokenFinding extends FindingHistory {
  id: string;
  rule: string;
  severity: Severity;
  status: FindingState;
  factors: unknown;
  evidence: unknown;
  firstSeen: string;
  lastSeen: string;
  due: string | null;
  /** why somebody said it is wrong, or what they noted while looking at it */
  note: string | null;
}

/** Who said something, and when. */
export interface Said {
  by: string;
  at: string;
}

export interface TokenPage {
  row: TokenRow;
  /** the proof behind its state, where the machine proved it; null where its system alone says so */
  proof: TokenProof | null;
  handle: Record<string, string | null>;
  scopes: string[];
  /** the same as a tree */
  permissions: PermissionNode[];
  /** who says which scopes were in use; null = no source */
  scopesUsedFrom: string | null;
  reach: { level: "high" | "limited"; summary: string } | null;
  /** kinds only; the values are of use to nobody here */
  fingerprints: { kind: string; pepperVersion: number }[];
  creator: { id: string; name: string; externalId: string; status: string; email: string | null } | null;
  owner: {
    backup: { id: string; name: string } | null;
    team: { id: string; name: string } | null;
    purpose: string | null;
    said: Said;
    purposeSaid: Said;
  } | null;
  lastSeen: string;
  missingSince: string | null;
  disabledAt: string | null;
  rotated: { at: string; source: string | null } | null;
  /** for a grant to a third party: whom */
  thirdParty: string | null;
  /** for ephemeral secrets, kept by family: how many were seen, and the longest life in seconds; null = unknown */
  family: { count: number | null; longest: number | null } | null;
  connection: { origin: string; lastGoodSync: string | null; state: string | null };
  /** what its connector can do with this class, or why not; null before the first check */
  abilities: Record<string, "can" | { cannot: string }> | null;
  /** the row that speaks for this one, where the same credential is listed elsewhere too */
  mergedInto: { id: string; name: string } | null;
  sightings: Sighting[];
  siblings: Siblings | null;
  dependencies: Dependencies;
  findings: TokenFinding[];
  /** where it was found, the gravest first; at most fifty */
  exposures: ExposureRow[];
  /** null for those who may not read them */
  requests: TokenRequest[] | null;
  attestations: TokenAttestation[];
  /** null for those who may not read the log */
  audit: TokenAudit[] | null;
  life: LifeEvent[];
  /** that it was let in after its death was proven; null = not that anybody saw */
  contradiction: Contradiction | null;
  may: { own: boolean; file: boolean; triage: boolean; link: boolean };
}

/** To those who may not read requests it is told what happened, and not in which request, nor who asked or signed. */
const toldTo = (ctx: Context, life: LifeEvent[]): LifeEvent[] =>
  may(ctx.actor, "request.read") ? life : life.map((event) => (event.request === null ? event : { ...event, who: null, request: null }));

const isoOrNull = (at: Date | null | undefined) => at?.toISOString() ?? null;

/** Everything about one token. Throws NotFound. */
export async function tokenPage(ctx: Context, given: string): Promise<TokenPage> {
  authorize(ctx.actor, "inventory.read");
  const { data: id } = z.uuid().safeParse(given);
  if (!id) throw notFound("The token");
  const [[row], token] = await Promise.all([tokenRows(ctx.db, [id]), stored(ctx, id)]);
  if (!row || !token) throw notFound("The token");
  const { creator, ownership, connection } = token;
  const sightings = await sightingsOf(ctx.db, token.mergedInto ?? id);
  const [proof, siblings, dependencies, exposures, requests, attestations, audit, life, contradiction, names, historyOf] = await Promise.all([
    proofOf(ctx, id, row.state),
    siblingsOf(ctx.db, token),
    dependenciesOf(
      ctx.db,
      sightings.map((each) => each.id),
    ),
    exposuresOf(
      ctx,
      sightings.map((each) => each.id),
    ),
    requestsOf(ctx, id),
    attestationsOf(ctx, id),
    auditOf(ctx, id),
    lifeLine(ctx.db, id),
    contradictionOf(ctx.db, id),
    actorNames(ctx.db, [ownership?.setBy ?? null, ownership?.purposeBy ?? null]),
    historiesOf(
      ctx.db,
      token.findings.map((finding) => finding.id),
    ),
  ]);
  const said = (by: string, at: Date): Said => ({ by: names.get(by) ?? by, at: at.toISOString() });
  return {
    row,
    proof,
    handle: token.handle as TokenPage["handle"],
    scopes: token.scopes,
    permissions: permissionTree(token.scopes, token.scopesUsedFrom ? new Set(token.scopesUsed) : null),
    scopesUsedFrom: token.scopesUsedFrom,
    reach: token.reach as TokenPage["reach"],
    fingerprints: token.fingerprints,
    creator: creator && { id: creator.id, name: creator.name, externalId: creator.externalId, status: creator.status, email: creator.email },
    owner: ownership && {
      backup: ownership.backup && { id: ownership.backup.id, name: ownership.backup.displayName },
      team: ownership.team,
      purpose: ownership.purpose,
      said: said(ownership.setBy, ownership.setAt),
      purposeSaid: said(ownership.purposeBy ?? ownership.setBy, ownership.purposeAt ?? ownership.setAt),
    },
    lastSeen: token.lastSeenAt.toISOString(),
    missingSince: isoOrNull(token.missingSince),
    disabledAt: isoOrNull(token.disabledAt),
    rotated: token.rotatedAt && { at: token.rotatedAt.toISOString(), source: token.rotatedFrom },
    thirdParty: token.thirdParty,
    family:
      token.class === "ephemeral_secret"
        ? { count: token.familyCount === null ? null : Number(token.familyCount), longest: token.familyLongest === null ? null : Number(token.familyLongest) }
        : null,
    connection: { origin: connection.origin, lastGoodSync: isoOrNull(connection.health?.lastGoodSyncAt), state: connection.health?.state ?? null },
    abilities: readCoverage(connection.health?.capabilities).classes[token.class] ?? null,
    mergedInto: token.principal,
    sightings,
    siblings,
    dependencies,
    findings: token.findings.map((finding) => ({
      id: finding.id,
      rule: finding.rule,
      severity: finding.severity,
      status: finding.status,
      factors: finding.factors,
      evidence: finding.evidence,
      firstSeen: finding.firstSeenAt.toISOString(),
      lastSeen: finding.lastSeenAt.toISOString(),
      due: isoOrNull(finding.dueAt),
      ...historyOf(finding.id),
      note: finding.triageNote,
    })),
    exposures,
    requests,
    attestations,
    audit,
    life: toldTo(ctx, life),
    contradiction,
    may: {
      own: may(ctx.actor, "token.own"),
      file: may(ctx.actor, "request.file"),
      triage: may(ctx.actor, "finding.triage"),
      link: may(ctx.actor, "workload.manage"),
    },
  };
}

/** Where this credential was found, under whichever of its rows. */
async function exposuresOf(ctx: Context, tokens: string[]): Promise<ExposureRow[]> {
  const found = await ctx.db.exposure.findMany({
    where: { tokenId: { in: tokens } },
    orderBy: [{ severity: "asc" }, { detectedAt: "asc" }, { id: "asc" }],
    take: 50,
    select: { id: true },
  });
  return exposureRows(
    ctx.db,
    found.map(({ id }) => id),
  );
}

const stored = (ctx: Context, id: string) =>
  ctx.db.token.findUnique({
    where: { id },
    include: {
      creator: true,
      principal: { select: { id: true, name: true } },
      fingerprints: { select: { kind: true, pepperVersion: true } },
      ownership: { include: { backup: { select: { id: true, displayName: true } }, team: { select: { id: true, name: true } } } },
      connection: { include: { health: true } },
      findings: { orderBy: [{ severity: "asc" }, { firstSeenAt: "desc" }] },
    },
  });
