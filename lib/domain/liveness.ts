/** A process beats every 5 s; after four missed beats it counts as silent, everywhere. */
export const silentAfterMilliseconds = 20_000;

/** Whether a process whose last beat was at that time counts as running. */
export const isAlive = (heartbeatAt: Date, now: Date): boolean => now.getTime() - heartbeatAt.getTime() < silentAfterMilliseconds;
