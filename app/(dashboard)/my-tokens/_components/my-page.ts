import type { MyCounts, MyTokens } from "@/lib/attestations/my-tokens";
import type { Proposal } from "@/lib/ownership/list-proposals";

/** Filters in the address that the list knows. */
export const myFilters = ["view"] as const;

/** One page as its route sends it; the first one carries the counts. */
export type MyPage = MyTokens & { counts: MyCounts | null };
export interface ProposalsPage {
  proposals: Proposal[];
  counts: MyCounts;
}
export const views = ["due", "proposed", "owned"] as const;
export type View = (typeof views)[number];
