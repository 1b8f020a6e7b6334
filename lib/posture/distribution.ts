import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { parse } from "../core/parse";
import { ageBuckets, bucketOf, existing, lifeBuckets, type Measure, ttlBuckets } from "./buckets";

export const DistributionInput = z.object({
  /** age: since it was made; life: until it ends by its date; ttl: from its making to its end by date */
  measure: z.enum(["age", "life", "ttl"]),
  by: z.enum(["class", "environment"]).default("class"),
});

export interface DistributionRow {
  /** a class or an environment; "unknown" where nobody says */
  value: string;
  total: number;
  /** bucket → tokens; every bucket is there */
  counts: Record<string, number>;
}

export interface Distribution {
  buckets: readonly string[];
  rows: DistributionRow[];
}

/** beyond this many environments the rest is left to the inventory */
const most = 12;

/** How old tokens are, how long they still have, or how long they were made to live, by class or environment. Unknown is a bucket of its own. The proven dead are left out. */
export async function distribution(ctx: Context, input: unknown): Promise<Distribution> {
  authorize(ctx.actor, "overview.read");
  const { measure, by } = parse(DistributionInput, input);
  const buckets: readonly string[] = bucketsOf(measure);
  const column = by === "class" ? Prisma.sql`t.class::text` : Prisma.sql`coalesce(t.environment, 'unknown')`;
  const counted = await ctx.db.$queryRaw<{ value: string; bucket: string; n: number }[]>`
    select ${column} as value, ${bucketOf(measure, ctx.clock.now())} as bucket, count(*)::int as n from token t where ${existing} group by 1, 2`;
  const rows = new Map<string, DistributionRow>();
  for (const { value, bucket, n } of counted) {
    const row = rows.get(value) ?? { value, total: 0, counts: Object.fromEntries(buckets.map((name) => [name, 0])) };
    row.counts[bucket] = n;
    row.total += n;
    rows.set(value, row);
  }
  return { buckets, rows: [...rows.values()].sort((a, b) => b.total - a.total || a.value.localeCompare(b.value)).slice(0, most) };
}

const bucketsOf = (measure: Measure): readonly string[] => ({ age: ageBuckets, life: lifeBuckets, ttl: ttlBuckets })[measure];
