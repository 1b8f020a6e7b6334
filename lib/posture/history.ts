import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { parse } from "../core/parse";

export const HistoryInput = z.object({ days: z.coerce.number().int().min(1).max(1100).default(180) });

/** One day's figures of the whole; null where that day had none. */
export interface PostureDay {
  /** YYYY-MM-DD, UTC */
  day: string;
  tokens: number | null;
  ownerless: number | null;
  residue: number | null;
  findings: number | null;
  dead: number | null;
  exposures: number | null;
}

export interface PostureHistory {
  /** the first day that was ever recorded; null before the collector wrote one */
  since: string | null;
  days: PostureDay[];
}

/** The recorded figures, day by day. A day on which the collector did not run is missing, not zero. */
export async function postureHistory(ctx: Context, input: unknown): Promise<PostureHistory> {
  authorize(ctx.actor, "overview.read");
  const { days } = parse(HistoryInput, input);
  const from = new Date(ctx.clock.now().getTime() - days * 86_400_000).toISOString().slice(0, 10);
  const [[first], rows] = await Promise.all([
    ctx.db.$queryRaw<[{ since: string | null }]>`select min(day)::text as since from posture_snapshot`,
    ctx.db.$queryRaw<{ day: string; metric: keyof Omit<PostureDay, "day">; n: bigint }[]>`
      select day::text as day, metric, n from posture_snapshot
      where dimension = 'all' and metric in ('tokens', 'ownerless', 'residue', 'findings', 'dead', 'exposures') and day >= ${from}::date order by day`,
  ]);
  const byDay = new Map<string, PostureDay>();
  for (const { day, metric, n } of rows) {
    const row = byDay.get(day) ?? { day, tokens: null, ownerless: null, residue: null, findings: null, dead: null, exposures: null };
    row[metric] = Number(n);
    byDay.set(day, row);
  }
  return { since: first.since, days: [...byDay.values()] };
}

/** What the whole looked like a week before `now`, or on the nearest day before that was recorded, at most a fortnight back; null without one. */
export async function aWeekAgo(ctx: Context): Promise<PostureDay | null> {
  const { days } = await postureHistory(ctx, { days: 14 });
  const day = new Date(ctx.clock.now().getTime() - 7 * 86_400_000).toISOString().slice(0, 10);
  return days.findLast((recorded) => recorded.day <= day) ?? null;
}
