/** When to try again after so many tries without a usable answer: 1 s, 2 s, 4 s … at most a minute. */
export const backOff = (now: Date, tries: number): Date => new Date(now.getTime() + Math.min(60_000, 1000 * 2 ** Math.min(tries, 6)));
