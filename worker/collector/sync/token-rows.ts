import type { TokenSighting } from "../../../lib/connectors/contract";
import { canonical, digestOf } from "../../../lib/core/canonical";
import type { Ids } from "../../../lib/core/ids";

/** One sighting as the database takes it: JSON for jsonb_to_recordset. */
export interface TokenRow {
  id: string;
  class: string;
  handle_key: string;
  handle: Record<string, string | null>;
  name: string;
  hint: string | null;
  scopes: string[];
  reach: unknown;
  environment: string | null;
  creator: string | null;
  creator_from: string | null;
  issued_at: string | null;
  issued_from: string | null;
  expiry: "at" | "never" | "unknown";
  expires_at: string | null;
  expires_from: string | null;
  last_used_at: string | null;
  last_used_from: string | null;
  disabled_at: string | null;
  rotated_at: string | null;
  rotated_from: string | null;
  scopes_used: string[] | null;
  scopes_used_from: string | null;
  third_party: string | null;
  parent_key: string | null;
  family_count: number | null;
  family_longest: number | null;
  fingerprints: { kind: string; value: string; pepper_version: number }[];
  facts_hash: string;
  /** handle keys by which the token was known under an older pepper; no fact of the token, so not part of its hash */
  former_keys: string[];
}

/** The sightings of a page as rows, each with the hash of its facts. Listed twice in one page, the last counts. */
export function tokenRows(ids: Ids, sightings: readonly TokenSighting[]): TokenRow[] {
  const rows = new Map<string, TokenRow>();
  for (const sighting of sightings) {
    const facts = factsOf(sighting);
    rows.set(facts.handle_key, { id: ids.uuid(), ...facts, facts_hash: digestOf(given(facts)), former_keys: (sighting.formerHandles ?? []).map(canonical) });
  }
  return [...rows.values()];
}

function factsOf(s: TokenSighting): Omit<TokenRow, "id" | "facts_hash" | "former_keys"> {
  return {
    class: s.class,
    handle_key: canonical(s.handle),
    handle: s.handle,
    name: s.name,
    hint: s.hint,
    scopes: [...s.scopes].sort(),
    reach: s.reach,
    environment: s.environment,
    creator: s.creator?.account ?? null,
    creator_from: s.creator?.source ?? null,
    issued_at: iso(s.created?.at),
    issued_from: s.created?.source ?? null,
    expiry: s.expiry.kind,
    expires_at: s.expiry.kind === "at" ? iso(s.expiry.at) : null,
    expires_from: s.expiry.kind === "unknown" ? null : s.expiry.source,
    last_used_at: iso(s.lastUsed?.at),
    last_used_from: s.lastUsed?.source ?? null,
    disabled_at: iso(s.disabledAt),
    rotated_at: iso(s.rotated?.at),
    rotated_from: s.rotated?.source ?? null,
    scopes_used: s.scopesUsed ? [...s.scopesUsed.scopes].sort() : null,
    scopes_used_from: s.scopesUsed?.source ?? null,
    third_party: s.thirdParty ?? null,
    parent_key: s.parentKey ?? null,
    family_count: s.family?.count ?? null,
    family_longest: s.family?.longestSeconds ?? null,
    fingerprints: s.fingerprints.map(({ kind, value, pepperVersion }) => ({ kind, value, pepper_version: pepperVersion })),
  };
}

const later = ["rotated_at", "rotated_from", "scopes_used", "scopes_used_from", "third_party", "parent_key", "family_count", "family_longest"] as const;

/** What a source does not say is left out of the hash: a fact that was added to the contract does not make every known token look changed. */
function given<T extends Partial<Record<(typeof later)[number], unknown>>>(facts: T): Partial<T> {
  const said: Partial<T> = { ...facts };
  for (const name of later) if (facts[name] === null) delete said[name];
  return said;
}

const iso = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;
