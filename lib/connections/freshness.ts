/** A connection counts as fresh for three of its intervals, and for a quarter of an hour at least: one missed sync is no alarm. */
export const freshForSeconds = (syncIntervalSeconds: number): number => Math.max(900, 3 * syncIntervalSeconds);

/** Whether what is known of a connection is recent enough to lean on. Never synced is not fresh. */
export function isFresh(lastGoodSyncAt: Date | null, syncIntervalSeconds: number, now: Date): boolean {
  return lastGoodSyncAt !== null && now.getTime() - lastGoodSyncAt.getTime() <= freshForSeconds(syncIntervalSeconds) * 1000;
}
