/** What the sample's listings call things (demo/organisation/tokens.mjs). */
export const listingMapping = {
  id: "id",
  class: "class",
  name: "name",
  hint: "hint",
  sha256: "fingerprint",
  scopes: "scopes",
  environment: "environment",
  creator: "creator.userName",
  creatorName: "creator.name",
  creatorEmail: "creator.email",
  creatorEnabled: "creator.enabled",
  owner: "owner",
  purpose: "purpose",
  created: "created",
  expires: "expires",
  lastUsed: "lastUsed",
  familyCount: "family.count",
  familyLongest: "family.longestSeconds",
};

/** One row of a listing as a line of the file that is imported. */
export const listingLine = (row: Record<string, unknown>): string => `${JSON.stringify({ ...row, expires: expiresOf(row.expiry) })}\n`;

function expiresOf(expiry: unknown): string | null {
  if (typeof expiry !== "object" || expiry === null) return null;
  const { kind, at } = expiry as { kind?: unknown; at?: unknown };
  return kind === "never" ? "never" : kind === "at" && typeof at === "string" ? at : null;
}
