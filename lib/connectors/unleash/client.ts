import type { z } from "zod";
import type { Reject } from "../contract";
import { VendorFault, type VendorHttp, type VendorResponse } from "../vendor-http";
import { jsonOf, keepRows, readJson, textField } from "../wire";
import { UnleashSettings } from "./credential";
import { Account, ApiToken, ApiTokens, CreationEvent, Environments, Events, NamedError, OwnPermissions, ServiceAccounts, Statistics, Users } from "./wire";

/** What both directions need of an open connection. */
export interface UnleashConnection {
  settings: Record<string, unknown>;
  credential: { apiToken: string };
  http: VendorHttp;
}

const eventsPerPage = 1000;
/** A million token creations; more means that paging goes nowhere. */
const mostEventPages = 1000;

/** GET below the connection's base path, with its admin credential. */
export function get(connection: UnleashConnection, path: string): Promise<VendorResponse> {
  return connection.http.request({ method: "GET", path: pathOf(connection, path), headers: { authorization: connection.credential.apiToken } });
}

/** A path of Unleash's own below the base path it lives at. Throws when the settings are malformed. */
export const pathOf = ({ settings }: Pick<UnleashConnection, "settings">, path: string): string => `${UnleashSettings.parse(settings).basePath}${path}`;

async function read<T>(connection: UnleashConnection, path: string, schema: z.ZodType<T>, what: string): Promise<T> {
  return readJson(await get(connection, path), schema, what);
}

/**
 * Throws VendorFault("credential") unless the credential belongs to an administrator. Unleash leaves out, without a word, the API
 * tokens that a credential may not see; what is left out would look as if it were gone.
 */
export async function requireAdministrator(connection: UnleashConnection): Promise<void> {
  const { permissions } = await read(connection, "/api/admin/user", OwnPermissions, "Unleash: the credential's own permissions");
  if (permissions.some(({ permission }) => permission === "ADMIN")) return;
  throw new VendorFault(
    "credential",
    "Unleash: the credential is not an administrator's, so Unleash hides tokens and users from it. Give its user the root role Admin.",
    true,
    200,
  );
}

/** "7.5.1", or null when Unleash does not say. */
export async function version(connection: UnleashConnection): Promise<string> {
  const { versionOSS, versionEnterprise } = await read(connection, "/api/admin/instance-admin/statistics", Statistics, "Unleash: its version");
  return versionEnterprise || versionOSS;
}

/** All API tokens with their secrets, in one answer: Unleash does not page them. For the caller's memory alone. */
export async function listApiTokens(connection: UnleashConnection): Promise<{ kept: ApiToken[]; rejected: Reject[]; total: number }> {
  const { tokens } = await read(connection, "/api/admin/api-tokens", ApiTokens, "Unleash: API tokens");
  return { ...keepRows(tokens, ApiToken, (row) => textField(row, "tokenName")), total: tokens.length };
}

/** The API tokens of one name (names are not unique). A name that Unleash does not know gives none. */
export async function listApiTokensNamed(connection: UnleashConnection, name: string): Promise<{ kept: ApiToken[]; rejected: Reject[] }> {
  const { tokens } = await read(connection, `/api/admin/api-tokens/${encodeURIComponent(name)}`, ApiTokens, "Unleash: API tokens of one name");
  return keepRows(tokens, ApiToken, (row) => textField(row, "tokenName"));
}

/** Environment name → its type as Unleash keeps it: development, test, pre-production, production. */
export async function environmentTypes(connection: UnleashConnection): Promise<ReadonlyMap<string, string>> {
  const { environments } = await read(connection, "/api/admin/environments", Environments, "Unleash: environments");
  return new Map(environments.map(({ name, type }) => [name, type]));
}

/**
 * Users, and the service accounts of Unleash Enterprise. The open-source edition has none and says in its own words that it has no such path;
 * any other 404 (a proxy's, a page) is a fault: taken for "none", it would make every service account look as if it were gone.
 */
export async function listAccounts(connection: UnleashConnection): Promise<{ kept: Account[]; rejected: Reject[]; total: number }> {
  const { users } = await read(connection, "/api/admin/user-admin", Users, "Unleash: users");
  const answer = await get(connection, "/api/admin/service-account");
  const { serviceAccounts } = hasNoServiceAccounts(answer) ? { serviceAccounts: [] } : readJson(answer, ServiceAccounts, "Unleash: service accounts");
  const rows = [...users, ...serviceAccounts];
  return { ...keepRows(rows, Account, (row) => textField(row, "username") ?? textField(row, "email")), total: rows.length };
}

function hasNoServiceAccounts(answer: VendorResponse): boolean {
  const said = answer.status === 404 ? NamedError.safeParse(jsonOf(answer)).data : undefined;
  return said?.name === "NotFoundError" && said.message.includes("/api/admin/service-account");
}

/**
 * The creation of every API token, or of those with `name`, from Unleash's event log. Rows in another shape are left out: their creators
 * stay unknown.
 * Throws VendorFault("shape") when Unleash counts more than it gives: it answers a failed search with an empty list.
 */
export async function listCreations(connection: UnleashConnection, name?: string): Promise<CreationEvent[]> {
  // Unleash looks the text up in the event's JSON, so a name that JSON or its search would write otherwise is looked for among all.
  const search = name !== undefined && /^[\w.-]+$/.test(name) ? `&query=${name}` : "";
  const found: CreationEvent[] = [];
  for (let page = 0, seen = 0; page < mostEventPages; page++) {
    const path = `/api/admin/search/events?type=IS:api-token-created&limit=${eventsPerPage}&offset=${page * eventsPerPage}${search}`;
    const { events, total } = await read(connection, path, Events, "Unleash: event log");
    found.push(...keepRows(events, CreationEvent, () => null).kept);
    seen += events.length;
    if (seen >= total) return found;
    if (events.length === 0) break;
  }
  throw new VendorFault("shape", "Unleash: its event log gave fewer entries than it counts. Try again; look at Unleash's own log if it stays.", true, 200);
}
