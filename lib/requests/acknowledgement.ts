import type { RequestedEffect } from "./schemas";

/** What a requester must type to file: the token's name, or the number of tokens where there are several. */
export function acknowledgementFor(names: string[], effect: RequestedEffect = "dead"): string {
  const [only] = names;
  return names.length === 1 && only !== undefined ? only.trim() : `${effect === "dead" ? "revoke" : "disable"} ${names.length} tokens`;
}
