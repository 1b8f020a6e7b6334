import { facetNames } from "@/lib/tokens/facet-names";

/** Filters in the address that the inventory knows. */
export const filterNames = ["q", ...facetNames, "seen", "person"] as const;
export const listNames = [...filterNames, "sort"] as const;
/** What a saved view keeps: the filters, the order and the columns. */
export const viewNames = [...listNames, "hide", "show"] as const;
