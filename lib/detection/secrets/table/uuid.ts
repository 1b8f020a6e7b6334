/** The form of a UUID. */
export const uuid = "{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}";
