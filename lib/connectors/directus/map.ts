import type { AccountSighting, Reach, TokenSighting } from "../contract";
import type { Revision, User } from "./wire";

const list = "Directus user list";
const revisions = "Directus revisions";

/** When a user's static token was last set and their status last changed, by the revisions that Directus keeps; null where they do not tell. */
export interface History {
  tokenSetAt: Date | null;
  statusSetAt: Date | null;
}

/** `newestFirst` may hold other users' changes too. */
export function historyOf(id: string, newestFirst: readonly Revision[]): History {
  const own = newestFirst.filter(({ item }) => item === id);
  const newest = (field: "token" | "status") => own.find(({ delta }) => typeof delta?.[field] === "string")?.activity.timestamp ?? null;
  return { tokenSetAt: newest("token"), statusSetAt: newest("status") };
}

/** Only an active user's token opens anything (Directus's get-accountability-for-token). */
export const isActive = ({ status }: Pick<User, "status">): boolean => status === "active";

/** A user's static token, of which each user has one at most. Whose it is acts with it, so the user counts as its creator, whoever set it. */
export function sightingOf(user: User, { tokenSetAt, statusSetAt }: History, now: Date): TokenSighting {
  return {
    class: "personal_access_token",
    handle: { user: user.id },
    name: `static token of ${nameOf(user)}`,
    hint: null,
    fingerprints: [],
    scopes: scopesOf(user),
    reach: reachOf(user),
    environment: null,
    creator: { account: user.id, source: list },
    created: tokenSetAt && { at: tokenSetAt, source: revisions },
    expiry: { kind: "never", source: list },
    lastUsed: null,
    // without a revision all that is known is that it was so by now
    disabledAt: isActive(user) ? null : (statusSetAt ?? now),
  };
}

export function accountOf(user: User): AccountSighting {
  return {
    externalId: user.id,
    kind: "user",
    name: nameOf(user),
    userName: user.email ?? null,
    email: user.email ?? null,
    status: isActive(user) ? "enabled" : "disabled",
    created: null,
    lastUsed: user.last_access ? { at: user.last_access, source: "Directus last_access (signing in, not static tokens)" } : null,
  };
}

const nameOf = (user: User): string => user.email || [user.first_name, user.last_name].filter(Boolean).join(" ") || `user ${user.id}`;

const policiesOf = ({ role, policies }: User) => [...(role?.policies ?? []), ...(policies ?? [])].flatMap(({ policy }) => (policy ? [policy] : []));

function scopesOf(user: User): string[] {
  const names = policiesOf(user).map(({ name }) => `policy:${name}`);
  return [...new Set([...(user.role ? [`role:${user.role.name}`] : []), ...names])].sort();
}

function reachOf(user: User): Reach | null {
  const policies = policiesOf(user);
  if (policies.some(({ admin_access }) => admin_access)) return { level: "high", summary: "administers all of Directus" };
  // what a parent role adds is not read
  if (user.role?.parent) return null;
  return { level: "limited", summary: policies.length === 0 ? "what Directus shows to everyone" : `what ${policies.map(({ name }) => name).join(", ")} allow` };
}
