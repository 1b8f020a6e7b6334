/** Filters in the address that the list of workloads knows. */
export const filterNames = ["q", "kind", "environment", "owner", "legacy", "person", "team"] as const;
export const listNames = [...filterNames, "sort"] as const;
/** What a saved view keeps: the filters, the order and the columns. */
export const viewNames = [...listNames, "hide", "show"] as const;
