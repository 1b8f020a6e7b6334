import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { isAlive } from "../domain/liveness";
import type { TokenClass } from "../domain/tokens";
import { aWeekAgo, type PostureDay } from "../posture/history";
import { residueTotals, residueUse } from "../residue/queries";
import { type CoverageGap, coverageGaps } from "./coverage";
import { type Decisions, decisions, requestCounts } from "./decisions";

/** Tokens of one class; `owned` have a confirmed owner. */
export interface ClassBar {
  class: TokenClass;
  tokens: number;
  owned: number;
}

export interface Overview {
  tokens: { total: number; lastWeek: number; imported: number; lastUseUnknown: number; ownerless: number };
  residue: { people: number; tokens: number; accounts: number; usedSince: number };
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
  const [tokens, classes, residue, use, requests, provenDead, list, gaps, connections, processes, before] = await Promise.all([
    tokenFigures(ctx),
    classBars(ctx),
    residueTotals(ctx, {}),
    residueUse(ctx, {}),
    requestCounts(ctx),
    deaths(ctx),
    decisions(ctx),
    coverageGaps(ctx),
    ctx.db.connection.count({ where: { removal: null } }),
    running(ctx),
    aWeekAgo(ctx),
  ]);
  return {
    tokens,
    classes,
    residue: { ...residue, usedSince: use.yes },
    requests,
    provenDead,
    before,
    decisions: list,
    gaps,
    connections,
    processes,
  };
}

async function tokenFigures(ctx: Context): Promise<Overview["tokens"]> {
  const [[counts], [found]] = await Promise.all([
    ctx.db.$queryRaw<[{ total: number; imported: number; unused: number; week: number }]>`
      select count(*)::int as total, count(*) filter (where imported)::int as imported, count(*) filter (where last_used_at is null)::int as unused,
        count(*) filter (where first_seen_at > now() - interval '7 days')::int as week from token`,
    // Distinct: a figure counts tokens, and the list it opens shows each once.
    ctx.db.$queryRaw<[{ ownerless: number }]>`
      select count(distinct token_id)::int as ownerless from finding where rule = 'no-owner' and token_id is not null and status in ('open', 'in_review', 'remediating', 'regressed')`,
  ]);
  return {
    total: counts.total,
    lastWeek: counts.week,
    imported: counts.imported,
    lastUseUnknown: counts.unused,
    ownerless: found.ownerless,
  };
}

function classBars(ctx: Context): Promise<ClassBar[]> {
  return ctx.db.$queryRaw`
    select t.class, count(*)::int as tokens, count(o.token_id)::int as owned
    from token t left join ownership o on o.token_id = t.id and o.state = 'confirmed' group by t.class order by 2 desc, 1`;
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
