/** Names of filters that are counted, each under all the others. Their order is that of the bits in count-facets. */
export const facetNames = [
  "status",
  "severity",
  "validity",
  "channel",
  "reach",
  "family",
  "source",
  "token",
  "owner",
  "team",
  "visible",
  "marked",
  "assignee",
  "due",
] as const;
export type FacetName = (typeof facetNames)[number];

/** Which row of the inventory it is: one that was listed, one made because none was (lib/exposure/shadow-tokens.ts), or none, its kind being no token. */
export const tokenLinks = ["listed", "unlisted", "none"] as const;
export type TokenLink = (typeof tokenLinks)[number];

/** Where its places lie; each secret is in exactly one. */
export const reaches = ["code", "both", "outside"] as const;
export type Reach = (typeof reaches)[number];

/** How long it has been visible, as far as its sources say: each secret is in exactly one. */
export const visibleBuckets = ["7d", "30d", "90d", "1y", "older", "unknown"] as const;
export type VisibleBucket = (typeof visibleBuckets)[number];

/** `hidden`, as without a choice: what is known not to be live is left out. */
export const markedChoices = ["hidden", "shown", "only"] as const;

/** When it is to be seen to: over, within a week, later, or no day. What is closed has none. */
export const dueBuckets = ["overdue", "week", "later", "none"] as const;
export type DueBucket = (typeof dueBuckets)[number];

export const exposureSorts = ["severity", "detected", "seen", "places", "age", "due"] as const;
export type ExposureSort = (typeof exposureSorts)[number];

/** How the list is grouped, beside secret by secret. */
export const groupings = ["channel", "team", "visible"] as const;
export type Grouping = (typeof groupings)[number];
