import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { notFound } from "../core/errors";
import { ruleOf } from "../detection/catalog";
import type { Factor, Rule } from "../detection/contract";
import type { Severity } from "../domain/severity";
import type { FindingState } from "../domain/states";

export interface FindingView {
  id: string;
  rule: string;
  /** null for a rule this version does not know */
  about: Pick<Rule, "title" | "rationale" | "remediation" | "severity" | "controls" | "sources"> | null;
  subject: string;
  tokenId: string | null;
  accountId: string | null;
  personId: string | null;
  severity: Severity;
  factors: Factor[];
  evidence: unknown;
  status: FindingState;
  firstSeenAt: Date;
  lastSeenAt: Date;
  dueAt: Date | null;
  triagedBy: string | null;
  triageNote: string | null;
  closedAt: Date | null;
  closedEvidence: unknown;
}

/** The findings about one token, gravest first, closed ones last. */
export async function findingsOfToken(ctx: Context, tokenId: string): Promise<FindingView[]> {
  authorize(ctx.actor, "inventory.read");
  const rows = await ctx.db.finding.findMany({
    where: { tokenId },
    orderBy: [{ closedAt: { sort: "asc", nulls: "first" } }, { severity: "asc" }, { rule: "asc" }],
  });
  return rows.map(viewOf);
}

/** One finding with its rule. Throws NotFound. */
export async function findingOf(ctx: Context, findingId: string): Promise<FindingView> {
  authorize(ctx.actor, "residue.read");
  const row = await ctx.db.finding.findUnique({ where: { id: findingId } });
  if (!row) throw notFound("The finding");
  return viewOf(row);
}

type Row = NonNullable<Awaited<ReturnType<Context["db"]["finding"]["findUnique"]>>>;

function viewOf(row: Row): FindingView {
  return { ...row, about: ruleOf(row.rule) ?? null, factors: row.factors as unknown as Factor[] };
}
