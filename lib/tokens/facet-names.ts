/** What a list of tokens is counted by; each is a filter of the same name. Plain words: safe in browsers. */
export const facetNames = [
  "class",
  "connection",
  "environment",
  "state",
  "owner",
  "gap",
  "kind",
  "workload",
  "team",
  "finding",
  "severity",
  "exposure",
  "expiry",
  "age",
  "ttl",
  "used",
  "imported",
] as const;
export type FacetName = (typeof facetNames)[number];
