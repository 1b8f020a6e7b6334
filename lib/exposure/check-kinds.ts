import type { TokenClass } from "../domain/tokens";

/** Where a secret may be tried that no listed token answers to: its form, or the words around it, say whose it is. */
export interface KindAt {
  kind: string;
  connector: string;
  class: TokenClass;
}

const githubKinds: readonly [kind: string, tokenClass: TokenClass][] = [
  ["github_pat", "personal_access_token"],
  ["github_pat_fine_grained", "personal_access_token"],
  ["github_oauth_token", "oauth_grant"],
  ["github_app_user_token", "oauth_grant"],
  ["github_app_installation_token", "ephemeral_secret"],
];

/** Kinds of secrets whose vendors show no secrets, so that no listing leads from the secret to a connection, and Unleash's. */
export const kindsAt: readonly KindAt[] = [
  ...githubKinds.map(([kind, tokenClass]) => ({ kind, connector: "github", class: tokenClass })),
  { kind: "directus_token", connector: "directus", class: "personal_access_token" },
  { kind: "glewlwyd_key", connector: "glewlwyd", class: "api_key" },
  { kind: "unleash_token", connector: "unleash", class: "api_key" },
];

export const triedKinds: readonly string[] = [...new Set(kindsAt.map(({ kind }) => kind))];

/** Whether secrets of a kind can be tried by their form. Such a kind can't be switched off, by the database either (trigger guard_detector_switch): keep both lists alike. */
export const isTried = (kind: string): boolean => triedKinds.includes(kind);

/**
 * Where a vendor's secrets are everybody's: refused there, one of its form is dead. Elsewhere a refusal shows no more than that the secret is not
 * that system's.
 */
export const homes: Readonly<Record<string, string>> = { github: "https://api.github.com" };
