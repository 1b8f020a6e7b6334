import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import { type HalfLife, halfLife, kaplanMeier, type Observation, type Step, survivalAt } from "../domain/survival";
import type { TokenClass } from "../domain/tokens";

/** Half of what outlives its person should be proven dead within this: as long as a finding of high severity is due in. */
export const targetDays = 7;

export const ResidueSurvivalInput = z.object({
  by: z.enum(["class", "team", "connection"]).default("class"),
  /** one of the groups, by its value: then the curve is its own */
  group: z.string().min(1).max(100).optional(),
});

export interface SurvivalGroup extends HalfLife {
  /** class, team id or connection id; null for all */
  value: string | null;
  name: string;
  /** tokens that were under observation, and how many of them are proven dead */
  tokens: number;
  dead: number;
  /** the share that was still alive at the target */
  atTarget: number;
}

export interface ResidueSurvival {
  targetDays: number;
  all: SurvivalGroup;
  groups: SurvivalGroup[];
  /** whose curve the steps are: all, or the group that was asked for */
  of: SurvivalGroup;
  /** that curve, in days since the person left */
  steps: Step[];
  /** tokens of people whose leaving has no date: they can't be placed on the curve */
  undated: number;
  /** since when is looked: the first recorded day, or when the first of them was seen where that was earlier; null before either */
  since: string | null;
}

interface Row {
  entry: number;
  exit: number;
  event: boolean;
  class: TokenClass;
  connection: string;
  teams: string[] | null;
}

const day = 86_400;
/** More groups than this are not shown apart. */
const mostGroups = 20;

/**
 * How long tokens live on after their person left: Kaplan–Meier over every token that ever had a finding "departed-still-alive" about somebody who departed.
 * Origin: the day the person left, by the directory. Entry: when the finding was first seen; what died before we looked is not counted as fast. Event: a proven death.
 * Right-censored where observation ends without one: now, expiry by the vendor's date, disabling, no longer listed, or an active owner took over.
 */
export async function residueSurvival(ctx: Context, input: unknown): Promise<ResidueSurvival> {
  authorize(ctx.actor, "overview.read");
  const { by, group: wanted } = parse(ResidueSurvivalInput, input);
  const [rows, [rest], names] = await Promise.all([observations(ctx), undated(ctx), namesOf(ctx, by)]);
  const groups = new Map<string, Row[]>();
  for (const row of rows)
    for (const value of by === "class" ? [row.class] : by === "connection" ? [row.connection] : (row.teams ?? ["none"])) {
      const group = groups.get(value);
      if (group) group.push(row);
      else groups.set(value, [row]);
    }
  const all = groupOf(null, "All", rows);
  const named = (value: string, own: readonly Row[]) => groupOf(value, names.get(value) ?? value, own);
  const shown = wanted === undefined ? rows : (groups.get(wanted) ?? []);
  return {
    targetDays,
    all,
    groups: [...groups]
      .map(([value, own]) => named(value, own))
      .sort((a, b) => b.tokens - a.tokens || a.name.localeCompare(b.name))
      .slice(0, mostGroups),
    of: wanted === undefined ? all : named(wanted, shown),
    steps: kaplanMeier(shown),
    undated: rest.undated,
    since: rest.since?.toISOString() ?? null,
  };
}

function groupOf(value: string | null, name: string, rows: readonly Observation[]): SurvivalGroup {
  const steps = kaplanMeier(rows);
  const dead = rows.filter(({ event }) => event).length;
  return { value, name, tokens: rows.length, dead, atTarget: survivalAt(steps, targetDays), ...halfLife(steps) };
}

/** In days since the person left. A token that was revoked twice died at the first proof. */
async function observations(ctx: Context): Promise<Row[]> {
  const now = ctx.clock.now();
  const [result] = await ctx.db.$queryRaw<[{ rows: Row[] }]>`
    with outlived as (
      select f.token_id, p.id as person, p.status_at as origin, greatest(f.first_seen_at, p.status_at) as entry,
        (select min(e.ended_at) from execution e where e.token_id = f.token_id and e.status = 'proven' and e.effect = 'dead' and e.ended_at > p.status_at) as died,
        least(${now}::timestamptz, case when t.expiry = 'at' then t.expires_at end, t.missing_since, t.disabled_at, case when f.status = 'closed_proven' then f.closed_at end) as ended,
        t.class, t.connection_id
      from finding f join person p on p.id = f.person_id and p.status = 'departed' and p.status_at is not null join token t on t.id = f.token_id
      where f.rule = 'departed-still-alive' and f.status <> 'closed_false_positive'
    ), timed as (
      select o.*, coalesce(o.died, o.ended) as exit from outlived o
    )
    select coalesce(json_agg(json_build_object(
      'entry', round(extract(epoch from t.entry - t.origin) / ${day}, 5), 'exit', round(extract(epoch from t.exit - t.origin) / ${day}, 5), 'event', t.died is not null,
      'class', t.class, 'connection', t.connection_id,
      'teams', (select json_agg(m.team_id) from team_member m where m.person_id = t.person))), '[]') as rows
    from timed t where t.exit > t.entry`;
  return result.rows;
}

const undated = (ctx: Context) => ctx.db.$queryRaw<[{ undated: number; since: Date | null }]>`
  select count(*) filter (where p.status_at is null)::int as undated, least(min(f.first_seen_at), (select min(day)::timestamp at time zone 'UTC' from posture_snapshot)) as since
  from finding f join person p on p.id = f.person_id and p.status = 'departed' where f.rule = 'departed-still-alive' and f.token_id is not null`;

async function namesOf(ctx: Context, by: "class" | "team" | "connection"): Promise<Map<string, string>> {
  if (by === "class") return new Map();
  const rows =
    by === "team" ? await ctx.db.team.findMany({ select: { id: true, name: true } }) : await ctx.db.connection.findMany({ select: { id: true, name: true } });
  return new Map([...rows.map(({ id, name }): [string, string] => [id, name]), ["none", "no team"]]);
}
