/** What a due rule goes by: `critical` is also what is known to work, whatever its severity. */
export const dueBases = ["critical", "high", "medium", "low"] as const;
export type DueBasis = (typeof dueBases)[number];
