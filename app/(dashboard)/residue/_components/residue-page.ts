import type { ResiduePerson, ResidueTotals } from "@/lib/residue/queries";

/** Filters in the address that the list knows. */
export const residueFilters = ["q", "left", "severity", "connection", "used", "here"] as const;

/** What a saved view keeps. */
export const viewNames = [...residueFilters, "hide"] as const;

/** So many people at a time: with up to sixteen things of each, more than a window shows. */
export const peopleAtATime = 12;

/** One page as its route sends it; the first one carries the totals. */
export interface ResiduePage {
  people: ResiduePerson[];
  next: string | null;
  totals: ResidueTotals | null;
}
