/** A suppression ends after a year at the latest: whoever still means it says so again. */
export const longestDays = 365;
/** What a form offers without a choice. */
export const usualDays = 90;

/** `living`: in force · `waiting`: for a second person · `unused`: in force, and has hidden nothing since it began · `ended`: also what was declined */
export const suppressionViews = ["living", "waiting", "unused", "ended"] as const;
export type SuppressionView = (typeof suppressionViews)[number];

/** `days` from now as a day of the calendar, in UTC. */
export const dayIn = (days: number, now: Date): string => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
