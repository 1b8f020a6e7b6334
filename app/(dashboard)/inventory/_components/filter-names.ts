/** Filters in the address that the inventory knows. */
export const filterNames = ["q", "class", "connection", "environment", "state", "owner", "finding", "expiry", "used", "imported", "seen", "person"] as const;
export const listNames = [...filterNames, "sort"] as const;
