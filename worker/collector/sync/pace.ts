/** A directory that can't be read is not asked more often than this: a wrong password every few seconds locks the account. Seconds. */
const failingDirectorySeconds = 60;
/** A directory rests at least so many times as long as its listing took: a complete one is the only way to see who is gone, and a large one is work. */
const restFactor = 10;

interface Ended {
  intervalSeconds: number;
  /** what the vendor asked for; 0 = nothing */
  pauseSeconds: number;
  directory: boolean;
  healthy: boolean;
  milliseconds: number;
}

/** Seconds from the end of a sync to the next scheduled one. */
export function secondsToNext({ intervalSeconds, pauseSeconds, directory, healthy, milliseconds }: Ended): number {
  const rest = directory ? Math.max((restFactor * milliseconds) / 1000, healthy ? 0 : failingDirectorySeconds) : 0;
  return Math.max(intervalSeconds, pauseSeconds, rest);
}
