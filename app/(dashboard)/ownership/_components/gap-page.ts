import type { countGaps, GapList } from "@/lib/ownership/list-gaps";

/** Filters in the address that the list knows. */
export const gapFilters = ["gap", "q", "connection", "sure"] as const;
/** What a saved view keeps. */
export const viewNames = [...gapFilters, "hide"] as const;
/** Those that the counts follow: each gap is counted under all the others. */
export const countFilters = ["q", "connection", "sure"] as const;

export type GapPage = GapList;
export type GapCounts = Awaited<ReturnType<typeof countGaps>>;
