import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { parse } from "../core/parse";
import { kaplanMeier, type Observation, quantile } from "../domain/survival";
import { openedAfterDeath } from "./after-death";
import { furthestRequest } from "./exposure-stages";

export const headStartPeriods = ["week", "month"] as const;
export type HeadStartPeriod = (typeof headStartPeriods)[number];
/** What is waited for: each stage from the one before, and the whole way from being visible to being proven dead. */
export const headStartStages = ["detected", "decided", "acted", "dead", "whole"] as const;
export type HeadStartStage = (typeof headStartStages)[number];
export const HeadStartInput = z.object({
  per: z.enum(headStartPeriods).default("month"),
  /** that stage alone, or the one where most time was spent; without it all of them */
  stage: z.enum([...headStartStages, "costliest"]).optional(),
});

/** How long one stage took. Seconds; null where so many have not got there. */
export interface StageSpan {
  /** exposures that began to wait for it */
  waited: number;
  /** … of which it came */
  done: number;
  /** … which are waiting still, or stopped waiting without it */
  open: number;
  p50: number | null;
  p90: number | null;
}
export interface StageTotal extends StageSpan {
  stage: HeadStartStage;
  /** that can't be placed: a source gives no date */
  undated: number;
  /** all time that was spent waiting for it, until now for those that still wait */
  seconds: number;
}
export interface HeadStart {
  per: HeadStartPeriod;
  /** the one that was asked for, or that costs most where that was; null = all are told */
  stage: HeadStartStage | null;
  /** all time that was spent waiting, whatever for */
  seconds: number;
  /** exposures that are or were live as far as is known */
  exposures: number;
  /** … of which no token is known that a request could name */
  withoutToken: number;
  stages: StageTotal[];
  /** where most time was spent; null before any was */
  costliest: Exclude<HeadStartStage, "whole"> | null;
  /** by when the waiting began, the earliest first; a day in ISO form, Monday or the first of the month */
  periods: { from: string; stages: Partial<Record<HeadStartStage, StageSpan>> }[];
  /** the first that was detected; null without any */
  since: string | null;
}

/** Seconds since 1970. `decided`, `acted`, `dead`: whether it came, and when as far as it is known. */
interface Row {
  visible: number | null;
  detected: number;
  status: string | null;
  decided: number | null;
  /** `opened`: it was proven, and let in since */
  execution: string | null;
  acted: number | null;
  ended: number | null;
  closed: number | null;
  token: boolean;
}
interface Wait {
  from: number | null;
  to: number | null;
  came: boolean;
}

/** More periods than this are not told apart: the earlier ones are in the totals. */
const mostPeriods = 60;

/**
 * How long exposed secrets waited at each stage, over all and by when the waiting began: Kaplan–Meier, so that those that still wait count for as long as
 * they did, and are not left out as if they were quick. What is known not to be live, and what people called a false positive, is not in it; nor is what
 * nobody has found.
 */
export async function headStart(ctx: Context, input: unknown): Promise<HeadStart> {
  authorize(ctx.actor, "inventory.read");
  const { per, stage: asked } = parse(HeadStartInput, input);
  const now = ctx.clock.now().getTime() / 1_000;
  const rows = await progress(ctx);
  const waits = Object.fromEntries(headStartStages.map((stage) => [stage, rows.flatMap((row) => waitOf(stage, row, now) ?? [])])) as Record<
    HeadStartStage,
    Timed[]
  >;
  const stages = headStartStages.map((stage) => totalOf(stage, waits[stage]));
  const steps = stages.filter(({ stage }) => stage !== "whole");
  const [most] = steps.filter(({ seconds }) => seconds > 0).sort((a, b) => b.seconds - a.seconds);
  const costliest = (most?.stage as HeadStart["costliest"] | undefined) ?? null;
  const shown = asked === "costliest" ? costliest : (asked ?? null);
  const first = rows.reduce<number | null>((least, { detected }) => (least === null || detected < least ? detected : least), null);
  return {
    per,
    stage: shown,
    seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0),
    exposures: rows.length,
    withoutToken: rows.filter(({ token }) => !token).length,
    stages: stages.filter(({ stage }) => shown === null || stage === shown),
    costliest,
    periods: periodsOf(per, waits, shown === null ? headStartStages : [shown]),
    since: first === null ? null : new Date(first * 1_000).toISOString(),
  };
}

/** Of every exposure that counts, how far it got; one statement. */
async function progress(ctx: Context): Promise<Row[]> {
  const [result] = await ctx.db.$queryRaw<[{ rows: Row[] }]>`
    select coalesce(json_agg(json_build_object('visible', extract(epoch from e.first_visible_at), 'detected', extract(epoch from e.detected_at), 'status', b.status,
      'decided', extract(epoch from b.decided), 'execution', case when ${openedAfterDeath} then 'opened' else b.execution end, 'acted', extract(epoch from b.acted), 'ended', extract(epoch from b.ended),
      'closed', extract(epoch from e.closed_at), 'token', t.id is not null)), '[]') as rows
    from exposure e left join token s on s.id = e.token_id left join token t on t.id = coalesce(s.merged_into, s.id)
    left join lateral (${furthestRequest(Prisma.sql`t.id`)}) b on true
    where e.mark is null and e.status <> 'closed_false_positive'`;
  return result.rows;
}

interface Timed extends Observation {
  /** when the waiting began; null = no source says, or when it ended is unknown */
  from: number | null;
}

function waitOf(stage: HeadStartStage, row: Row, now: number): Timed | null {
  const wait = stepOf(stage, row);
  if (!wait) return null;
  const { from, to, came } = wait;
  if (from === null || (came && to === null)) return { from: null, entry: 0, exit: 0, event: came };
  const until = came ? (to ?? now) : (row.closed ?? now);
  // one that came at once, or was known before, was under observation too
  return { from, entry: -1, exit: Math.max(0, until - from), event: came };
}

/** From when to when one stage was waited for; null where it was not: the one before has not come, or it never can. */
function stepOf(stage: HeadStartStage, { visible, detected, status, decided, execution, acted, ended, token }: Row): Wait | null {
  const died = execution === "proven";
  const wasActed = died || acted !== null;
  switch (stage) {
    case "detected":
      return { from: visible, to: detected, came: true };
    case "decided":
      return token ? { from: detected, to: decided, came: status === "approved" } : null;
    case "acted":
      return status === "approved" ? { from: decided, to: acted, came: wasActed } : null;
    case "dead":
      return wasActed ? { from: acted, to: ended, came: died } : null;
    case "whole":
      return token ? { from: visible, to: ended, came: died } : null;
    default:
      return stage satisfies never;
  }
}

function spanOf(waits: readonly Timed[]): StageSpan {
  const steps = kaplanMeier(waits);
  const done = waits.filter(({ event }) => event).length;
  return { waited: waits.length, done, open: waits.length - done, p50: quantile(steps, 0.5), p90: quantile(steps, 0.9) };
}

function totalOf(stage: HeadStartStage, waits: readonly Timed[]): StageTotal {
  const dated = waits.filter(({ from }) => from !== null);
  return { stage, ...spanOf(dated), undated: waits.length - dated.length, seconds: dated.reduce((sum, { exit }) => sum + exit, 0) };
}

function periodsOf(per: HeadStartPeriod, waits: Record<HeadStartStage, readonly Timed[]>, shown: readonly HeadStartStage[]): HeadStart["periods"] {
  const groups = new Map<string, Record<HeadStartStage, Timed[]>>();
  for (const stage of shown)
    for (const wait of waits[stage]) {
      if (wait.from === null) continue;
      const from = periodOf(per, wait.from);
      const group = groups.get(from) ?? { detected: [], decided: [], acted: [], dead: [], whole: [] };
      group[stage].push(wait);
      groups.set(from, group);
    }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(-mostPeriods)
    .map(([from, group]) => ({
      from,
      stages: Object.fromEntries(shown.map((stage) => [stage, spanOf(group[stage])])),
    }));
}

/** The Monday, or the first of the month, in UTC. */
function periodOf(per: HeadStartPeriod, seconds: number): string {
  const date = new Date(seconds * 1_000);
  if (per === "month") date.setUTCDate(1);
  else date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
