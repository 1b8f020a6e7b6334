import { createHash } from "node:crypto";
import type { AccountSighting, Reach, TokenSighting } from "../contract";
import type { DeployKey, Grant, Installation, Member } from "./wire";

const grants = "GitHub fine-grained tokens of the organization";
const keys = "GitHub deploy keys";
const apps = "GitHub App installations";

/** A fine-grained token as the organization sees it: its access to the organization, which may end while the token lives on elsewhere. */
export function grantSighting(grant: Grant): TokenSighting {
  return {
    class: "personal_access_token",
    handle: { grant: String(grant.id), token: String(grant.token_id) },
    name: `${grant.token_name} of ${grant.owner.login}`,
    hint: null,
    fingerprints: [{ kind: "key_id", value: String(grant.token_id), pepperVersion: 0 }],
    scopes: [
      `repositories:${grant.repository_selection}`,
      ...scopesOf("organization", grant.permissions.organization),
      ...scopesOf("repository", grant.permissions.repository),
      ...scopesOf("other", grant.permissions.other),
    ].sort(),
    reach: reachOf({ ...grant.permissions.organization, ...grant.permissions.repository }, grant.repository_selection),
    environment: null,
    creator: { account: grant.owner.login, source: grants },
    created: { at: grant.access_granted_at, source: `${grants}: when access was granted` },
    expiry: grant.token_expires_at ? { kind: "at", at: grant.token_expires_at, source: grants } : { kind: "never", source: grants },
    lastUsed: grant.token_last_used_at && { at: grant.token_last_used_at, source: grants },
    disabledAt: null,
  };
}

export function keySighting(repository: string, key: DeployKey): TokenSighting {
  const access = key.read_only ? "read" : "write";
  return {
    class: "deploy_key",
    handle: { repository, key: String(key.id) },
    name: `${key.title} on ${repository}`,
    hint: null,
    fingerprints: [{ kind: "sha256", value: sshFingerprint(key.key), pepperVersion: 0 }],
    scopes: [`contents:${access}`],
    reach: { level: key.read_only ? "limited" : "high", summary: `${access}s ${repository}` },
    environment: null,
    creator: key.added_by ? { account: key.added_by, source: keys } : null,
    created: { at: key.created_at, source: keys },
    expiry: { kind: "never", source: keys },
    lastUsed: key.last_used ? { at: key.last_used, source: keys } : null,
    disabledAt: null,
  };
}

/** An installed app; `maker` is the login of whoever made it, null where GitHub does not say. Of another's than the organization it is a grant to them. */
export function installationSighting(app: Installation, maker: string | null, organization: string): TokenSighting {
  return {
    class: "oauth_grant",
    handle: { installation: String(app.id) },
    name: `GitHub App ${app.app_slug}`,
    hint: null,
    fingerprints: [{ kind: "key_id", value: String(app.app_id), pepperVersion: 0 }],
    scopes: [`repositories:${app.repository_selection}`, ...scopesOf("app", app.permissions)].sort(),
    reach: reachOf(app.permissions, app.repository_selection),
    environment: null,
    creator: null,
    created: { at: app.created_at, source: apps },
    expiry: { kind: "never", source: apps },
    lastUsed: null,
    disabledAt: app.suspended_at ?? null,
    thirdParty: maker !== null && maker.toLowerCase() !== organization.toLowerCase() ? maker : null,
  };
}

/** GitHub says no more of members than this; whoever has left is listed no more. */
export function accountOf({ login, type }: Member): AccountSighting {
  const kind = type === "User" ? "user" : type === "Bot" ? "service" : "unknown";
  return { externalId: login, kind, name: login, userName: login, email: null, status: "enabled", created: null, lastUsed: null };
}

/** As `ssh-keygen -l` shows it: the SHA-256 of the key's own bytes. */
export const sshFingerprint = (key: string): string => {
  const blob = key.trim().split(/\s+/)[1] ?? key;
  return `SHA256:${createHash("sha256").update(Buffer.from(blob, "base64")).digest("base64").replace(/=+$/, "")}`;
};

const scopesOf = (area: string, permissions: Readonly<Record<string, string>> = {}): string[] =>
  Object.entries(permissions).map(([name, level]) => `${area}:${name}:${level}`);

function reachOf(permissions: Readonly<Record<string, string>>, selection: string): Reach {
  const writes = Object.entries(permissions).filter(([, level]) => level !== "read");
  const where = selection === "all" ? "every repository" : selection === "none" ? "no repository" : "chosen repositories";
  const what =
    writes.length === 0
      ? "reads"
      : `changes ${writes
          .map(([name]) => name.replaceAll("_", " "))
          .sort()
          .join(", ")}`;
  return { level: writes.length > 0 || selection === "all" ? "high" : "limited", summary: `${what}; ${where}` };
}
