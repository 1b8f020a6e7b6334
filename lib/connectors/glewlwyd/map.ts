import { createHash } from "node:crypto";
import type { AccountSighting, Fingerprint, Reach, TokenSighting } from "../contract";
import type { ApiKey, Plugin, RefreshToken, User } from "./wire";

const keyList = "Glewlwyd API key list";
const grantList = "Glewlwyd refresh token list";
const administers: Reach = { level: "high", summary: "administers users, clients, scopes and plugins of Glewlwyd" };

/** Glewlwyd's own hash of a token stands for it: two readings of one token have it in common, and it opens nothing. */
const printOf = (hash: string): Fingerprint => ({ kind: "key_id", value: hash, pepperVersion: 0 });
const short = (hash: string): string => hash.replace(/^\{\w+\}/, "").slice(0, 8);

/** API keys have neither name nor scope nor end: each may use the whole administration's API. */
export function keySighting(key: ApiKey): TokenSighting {
  return {
    class: "api_key",
    handle: { hash: key.token_hash },
    name: `API key ${short(key.token_hash)} of ${key.username}`,
    hint: null,
    fingerprints: [printOf(key.token_hash)],
    scopes: ["administration"],
    reach: administers,
    environment: null,
    creator: { account: key.username, source: keyList },
    created: { at: key.issued_at, source: keyList },
    expiry: { kind: "never", source: keyList },
    lastUsed: null,
    disabledAt: null,
  };
}

/** A refresh token. `last_seen` begins as the moment of issue, which is no use. */
export function grantSighting(plugin: Plugin, username: string, token: RefreshToken): TokenSighting {
  const client = token.client_id || null;
  return {
    class: "oauth_grant",
    handle: { hash: token.token_hash, plugin: plugin.name, user: username },
    name: `${client ?? "no client"} for ${username} (${plugin.name}, ${short(token.token_hash)})`,
    hint: null,
    fingerprints: [printOf(token.token_hash)],
    scopes: client === null ? [] : [`client:${client}`],
    reach: null,
    environment: null,
    creator: { account: username, source: grantList },
    created: { at: token.issued_at, source: grantList },
    expiry: { kind: "at", at: token.expires_at, source: grantList },
    lastUsed: token.last_seen > token.issued_at ? { at: token.last_seen, source: "Glewlwyd last_seen" } : null,
    disabledAt: null,
  };
}

export function accountOf(user: User): AccountSighting {
  return {
    externalId: user.username,
    kind: "user",
    name: user.name || user.username,
    userName: user.username,
    email: user.email || null,
    status: user.enabled ? "enabled" : "disabled",
    created: null,
    lastUsed: null,
  };
}

const algorithms: Readonly<Record<string, string>> = {
  SHA: "sha1",
  SHA1: "sha1",
  SHA224: "sha224",
  SHA256: "sha256",
  SHA384: "sha384",
  SHA512: "sha512",
  MD5: "md5",
};

/** Whether Glewlwyd's hash (`{SHA512}…`, base64 with - and _) is that of the key. Salted hashes never are: Glewlwyd could not look a key up by one. */
export function isHashOf(hash: string, key: string): boolean {
  const [, name = "", value = ""] = /^\{(\w+)\}(.*)$/.exec(hash) ?? [];
  const algorithm = algorithms[name.toUpperCase()];
  if (algorithm === undefined) return false;
  return createHash(algorithm).update(key).digest("base64url") === value.replace(/=+$/, "");
}
