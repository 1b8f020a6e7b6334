import { facetNames } from "@/lib/tokens/facet-names";

/** Filters in the address that the inventory knows. */
export const filterNames = ["q", ...facetNames, "seen", "person"] as const;
export const listNames = [...filterNames, "sort"] as const;
/** What a saved view keeps: the filters, the order, the columns and their widths. */
export const viewNames = [...listNames, "hide", "show", "widths"] as const;
