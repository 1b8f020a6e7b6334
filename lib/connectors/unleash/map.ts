import { criticalBecause } from "../../domain/criticality";
import type { AccountSighting, Fingerprint, Reach, ReadConnection, TokenSighting } from "../contract";
import type { Account, ApiToken, CreationEvent } from "./wire";

const listing = "Unleash API token list";
/** Unleash writes seenAt from memory every 3 minutes (its scheduler's updateLastSeen and updateAccountLastSeen). */
const seen = "Unleash seenAt, up to 3 minutes late";
/** How far apart the token's own date and its event may lie when the event does not repeat the date. */
const sameMomentMilliseconds = 2_000;

export interface Surroundings {
  environmentTypes: ReadonlyMap<string, string>;
  creatorOf: (token: ApiToken) => string | null;
}

/** What one API token looks like to us. The secret goes in and only its fingerprint and last four characters come out. */
export function sightingOf(
  { fingerprint, formerFingerprints }: Pick<ReadConnection, "fingerprint" | "formerFingerprints">,
  token: ApiToken,
  { environmentTypes, creatorOf }: Surroundings,
): TokenSighting {
  const print = fingerprint(token.secret);
  const account = creatorOf(token);
  const handleOf = ({ value }: Fingerprint) => ({ fingerprint: value, name: token.tokenName, created: token.createdAt.toISOString() });
  return {
    class: "api_key",
    handle: handleOf(print),
    formerHandles: formerFingerprints(token.secret).map(handleOf),
    name: token.tokenName,
    hint: `…${token.secret.slice(-4)}`,
    fingerprints: [print],
    scopes: [`type:${token.type}`, `environment:${token.environment}`, ...token.projects.map((project) => `project:${project}`)].sort(),
    reach: reachOf(token),
    environment: environmentOf(token.environment, environmentTypes),
    creator: account === null ? null : { account, source: "Unleash event log (api-token-created)" },
    created: { at: token.createdAt, source: listing },
    expiry: token.expiresAt ? { kind: "at", at: token.expiresAt, source: listing } : { kind: "never", source: listing },
    lastUsed: token.seenAt ? { at: token.seenAt, source: seen } : null,
    disabledAt: null,
  };
}

function reachOf({ type, projects, environment }: ApiToken): Reach {
  const where = environment === "*" ? "every environment" : environment;
  const which = projects.includes("*") ? "every project" : projects.join(", ");
  switch (type) {
    case "admin":
      return { level: "high", summary: "administers all of Unleash" };
    case "client":
    case "backend":
      return { level: projects.includes("*") ? "high" : "limited", summary: `reads the whole flag configuration of ${which} in ${where}` };
    case "frontend":
      return { level: "limited", summary: `evaluates the flags of ${which} in ${where}; made to be used in browsers` };
  }
}

/**
 * "production", "development", …: the environment's type, which is what Unleash's administrators say it is. A name that counts as
 * critical beside a harmless type stands for itself; an environment without a type is unknown. A token for all environments reaches production.
 */
function environmentOf(name: string, types: ReadonlyMap<string, string>): string | null {
  if (name === "*") return "production";
  const type = types.get(name);
  if (type === undefined || type === "") return null;
  const production = (environment: string) => criticalBecause({ environment, reach: { level: "limited" } }).some((reason) => reason.startsWith("it works in"));
  return !production(type) && production(name) ? name : type;
}

/**
 * Who made a token: the user of the one creation event with its name and moment. Null when there is none, when several disagree,
 * or when no user made it (Unleash itself and admin tokens have ids below zero).
 */
export function creators(events: readonly CreationEvent[]): (token: Pick<ApiToken, "tokenName" | "createdAt">) => string | null {
  const byName = new Map<string, CreationEvent[]>();
  for (const event of events) {
    const same = byName.get(event.data.tokenName);
    if (same) same.push(event);
    else byName.set(event.data.tokenName, [event]);
  }
  return ({ tokenName, createdAt }) => {
    const near = (byName.get(tokenName) ?? []).map((event) => ({ user: event.createdByUserId ?? null, away: distance(event, createdAt) }));
    const exact = near.filter(({ away }) => away === 0);
    const users = new Set((exact.length > 0 ? exact : near.filter(({ away }) => away <= sameMomentMilliseconds)).map(({ user }) => user));
    const [user] = users;
    return users.size === 1 && user && user > 0 ? String(user) : null;
  };
}

const distance = (event: CreationEvent, at: Date): number => Math.abs((event.data.createdAt ?? event.createdAt).getTime() - at.getTime());

/** Unleash knows no disabled users: who is listed can sign in, and who is deleted is gone. */
export function accountOf(account: Account): AccountSighting {
  const service = account.accountType === "Service Account";
  return {
    externalId: String(account.id),
    kind: service ? "service" : "user",
    name: account.name || account.username || account.email || `user ${account.id}`,
    userName: account.username ?? null,
    email: account.email ?? null,
    status: "enabled",
    created: account.createdAt ? { at: account.createdAt, source: "Unleash user list" } : null,
    lastUsed: account.seenAt ? { at: account.seenAt, source: seen } : null,
  };
}
