import type { Target, TokenSighting } from "./contract";

/**
 * The identity of a sighted token, as a statement holds it and as `describe` gives it back. Both sides use this one mapping,
 * so a token that did not change compares equal. The first fingerprint that identifies (not `prefix_last`) counts.
 */
export function targetOf(sighting: TokenSighting): Target {
  const fingerprint = sighting.fingerprints.find(({ kind }) => kind !== "prefix_last");
  return {
    class: sighting.class,
    handle: sighting.handle,
    name: sighting.name,
    creator: sighting.creator?.account ?? null,
    created: sighting.created?.at.toISOString() ?? null,
    scopes: [...sighting.scopes].sort(),
    environment: sighting.environment,
    fingerprint: fingerprint ? { kind: fingerprint.kind, value: fingerprint.value } : null,
  };
}
