import { authorize } from "../authorization/authorize";
import { atLeisure } from "../core/at-leisure";
import type { Context } from "../core/context";
import { isAlive } from "../domain/liveness";
import type { TokenClass } from "../domain/tokens";
import { aWeekAgo, type PostureDay } from "../posture/history";
import { residueTotals, residueUse } from "../residue/queries";
import { countedBy } from "../tokens/list-index/answer";
import type { Facet } from "../tokens/list-index/count-facets";
import type { OwnerState } from "../tokens/schemas";
import { type CoverageGap, coverageGaps } from "./coverage";
import { type Decisions, decisions, requestCounts } from "./decisions";
import { type ExposureFigures, exposureFigures } from "./exposed";

/** Tokens of one class; `owned` have a confirmed owner. */
export interface ClassBar {
  class: TokenClass;
  tokens: number;
  owned: number;
}

export interface Overview {
  tokens: { total: number; lastWeek: number; imported: number; lastUseUnknown: number; ownerless: number };
  residue: { people: number; tokens: number; accounts: number; usedSince: number };
  /** null before any source was looked through */
  exposures: ExposureFigures | null;
  requests: { open: number; mine: number; machine: number };
  provenDead: number;
  /** what the whole looked like a week ago; null where nothing was recorded then */
  before: PostureDay | null;
  classes: ClassBar[];
  decisions: Decisions;
  gaps: CoverageGap[];
  connections: number;
  /** whether each process runs, and how strong the walls between them are as each says */
  processes: { name: string; alive: boolean; walls: string }[];
}

/** The figures of the overview. Each is a count of rows that its link opens; nothing is estimated. */
export async function overview(ctx: Context): Promise<Overview> {
  authorize(ctx.actor, "overview.read");
  const [counted, residue, use, exposures, requests, provenDead, list, gaps, connections, processes, before] = await Promise.all([
    tokenFigures(ctx),
    residueTotals(ctx, {}),
    atLeisure(ctx.db, "use of what is left", () => residueUse(ctx, {})),
    exposureFigures(ctx),
    requestCounts(ctx),
    deaths(ctx),
    decisions(ctx),
    coverageGaps(ctx),
    ctx.db.connection.count({ where: { removal: null } }),
    running(ctx),
    aWeekAgo(ctx),
  ]);
  return {
    ...counted,
    residue: { ...residue, usedSince: use.yes },
    exposures,
    requests,
    provenDead,
    before,
    decisions: list,
    gaps,
    connections,
    processes,
  };
}

/** By the list in memory, which each figure opens: a count of every token takes PostgreSQL half a second for a million. */
async function tokenFigures(ctx: Context): Promise<Pick<Overview, "tokens" | "classes">> {
  const [all, week, owned] = await Promise.all([
    countedBy(ctx.db, {}),
    countedBy(ctx.db, { seen: "7d" }),
    countedBy(ctx.db, { owner: ["confirmed", "departed"] satisfies OwnerState[] }),
  ]);
  const of = ({ options }: Facet, value: string): number => options.find((option) => option.value === value)?.count ?? 0;
  const { facets, total } = all;
  return {
    tokens: {
      total,
      lastWeek: week.total,
      imported: of(facets.imported, "yes"),
      lastUseUnknown: of(facets.used, "unknown"),
      ownerless: of(facets.finding, "no-owner"),
    },
    classes: facets.class.options
      .map(({ value, count }) => ({ class: value as TokenClass, tokens: count, owned: of(owned.facets.class, value) }))
      .sort((one, other) => other.tokens - one.tokens),
  };
}

async function deaths(ctx: Context): Promise<Overview["provenDead"]> {
  const [row] = await ctx.db.$queryRaw<[{ total: number }]>`
    select count(distinct token_id)::int as total from execution where status = 'proven' and effect = 'dead'`;
  return row.total;
}

const expected = ["signer", "collector", "executor"] as const;

async function running(ctx: Context): Promise<Overview["processes"]> {
  const rows = await ctx.db.processStatus.findMany({ orderBy: { heartbeatAt: "desc" } });
  return expected.map((name) => {
    const newest = rows.find((row) => row.process === name);
    return { name, alive: newest !== undefined && isAlive(newest.heartbeatAt, ctx.clock.now()), walls: newest?.walls ?? "unknown" };
  });
}
