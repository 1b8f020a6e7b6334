import type { Context } from "../../../lib/core/context";

/** However long a system asks to be left alone, it is asked again within a day. Seconds. */
const longestRestSeconds = 86_400;
/** And so long it is left alone after a run that failed, however soon it says that it may be asked. Seconds. */
const shortestRestSeconds = 300;

/** Says when a source that failed for what passes by itself is looked through next: as the system asked, or within the hour. */
export async function comeBack(ctx: Context, sourceId: string, seconds: number): Promise<void> {
  const at = new Date(ctx.clock.now().getTime() + Math.max(shortestRestSeconds, Math.min(seconds, longestRestSeconds)) * 1_000);
  await ctx.db.scanSource.updateMany({ where: { id: sourceId, every: { not: null }, removedAt: null }, data: { nextRunAt: at } });
}
