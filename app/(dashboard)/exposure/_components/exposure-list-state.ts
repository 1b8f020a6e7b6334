import { facetNames } from "@/lib/exposure/facet-names";

/** Filters in the address that the list knows, and with the order. */
export const filterNames = ["q", ...facetNames] as const;
export const listNames = [...filterNames, "sort"] as const;
/** What a saved view keeps. */
export const viewNames = [...listNames, "hide", "show"] as const;
