import type { ResiduePerson, ResidueTotals } from "@/lib/residue/queries";

/** Filters in the address that the list knows. */
export const residueFilters = ["q", "left", "severity", "connection", "used", "here"] as const;

/** What a saved view keeps. */
export const viewNames = [...residueFilters, "hide"] as const;

/** One page as its route sends it; the first one carries the totals. */
export interface ResiduePage {
  people: ResiduePerson[];
  next: string | null;
  totals: ResidueTotals | null;
}
