import type { Context } from "../../lib/core/context";
import type { Journal } from "./journal";

/** How far the clock may step back without meaning anything: time servers do that. */
const toleranceMilliseconds = 60_000;
/** How far time goes on between two marks. */
const stepMilliseconds = 10_000;

/**
 * Compares the clock with the latest time seen, by this executor or by another on the same database, and moves the mark on.
 * Returns false when the clock was set back: expiry and delays would not mean what they say.
 */
export async function markClock(ctx: Context, journal: Journal): Promise<boolean> {
  const now = ctx.clock.now();
  const row = await ctx.db.clockMark.findUnique({ where: { id: 1 } });
  const marks = [journal.highWater, row?.highWater].flatMap((mark) => mark?.getTime() ?? []);
  const highest = Math.max(0, ...marks);
  if (now.getTime() < highest - toleranceMilliseconds) return false;
  if (now.getTime() >= (journal.highWater?.getTime() ?? 0) + stepMilliseconds) await journal.mark(now);
  if (now.getTime() >= (row?.highWater.getTime() ?? 0) + stepMilliseconds)
    await ctx.db.$executeRaw`insert into clock_mark (id, high_water) values (1, ${now})
      on conflict (id) do update set high_water = greatest(clock_mark.high_water, excluded.high_water)`;
  return true;
}
