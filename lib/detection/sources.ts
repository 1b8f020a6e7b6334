/** Where facts come from. A rule names those that it rests on; `ruleSources` says which connection feeds which. */
export const sources = {
  "token listing": "a connection lists tokens, or a listing was imported",
  "account listing": "a connection lists accounts",
  directory: "a directory (SCIM or LDAP) says who is active",
  "account links": "accounts are linked to persons",
  ownership: "people say in the product who owns what, and for which purpose",
  teams: "a directory or an import names teams",
  workloads: "people, imports or observed use say which workload uses a token",
  attestations: "owners answer for their tokens in the product",
  "longest-life policy": "a TTL policy says how long a token may live",
  "rotation policy": "a TTL policy says how often a secret is replaced",
  "attestation policy": "a TTL policy says how often owners answer",
  "expiry dates": "the listing says when tokens end, or that they don't",
  "last use": "the listing says when a token was last used",
  "creation or rotation dates": "the listing says when a secret was made or last replaced",
  scopes: "the listing names what tokens may do",
  "scopes in use": "a source says which scopes were used",
  "earlier readings": "two readings of one token can be compared",
  fingerprints: "the listing carries fingerprints of secrets",
  capabilities: "the connector says what it can revoke",
  "third parties": "the listing says to whom a grant was given",
} as const;
export type Source = keyof typeof sources;
