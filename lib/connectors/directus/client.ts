import type { z } from "zod";
import type { Reject } from "../contract";
import { VendorFault, type VendorHttp, type VendorResponse } from "../vendor-http";
import { jsonOf, keepRows, readJson, textField } from "../wire";
import { DirectusSettings } from "./credential";
import { Globals, Info, List, OwnId, Refusal, Revision, User, userFields } from "./wire";

/** What both directions need of an open connection. */
export interface DirectusConnection {
  settings: Record<string, unknown>;
  credential: { apiToken: string };
  http: VendorHttp;
}

/** Directus's own default; one that is configured smaller gives smaller pages, so its count decides where the end is. */
const perPage = 100;
/** A million changes of a hundred users; more means that paging goes nowhere. */
const mostPages = 10_000;

/** A path of Directus's own below the base path it lives at. Throws when the settings are malformed. */
export const pathOf = ({ settings }: Pick<DirectusConnection, "settings">, path: string): string => `${DirectusSettings.parse(settings).basePath}${path}`;

/** Directus may be set up to keep answers for a while, and to leave that be when asked. An old answer would show a token as alive, never as dead. */
const headersOf = (token: string) => ({ authorization: `Bearer ${token}`, "cache-control": "no-store" });

export const get = (connection: DirectusConnection, path: string): Promise<VendorResponse> =>
  connection.http.request({ method: "GET", path: pathOf(connection, path), headers: headersOf(connection.credential.apiToken) });

async function read<T>(connection: DirectusConnection, path: string, schema: z.ZodType<T>, what: string): Promise<T> {
  return readJson(await get(connection, path), schema, what);
}

/**
 * Throws VendorFault("credential") unless the credential has administrator access. Directus leaves out, without a word, the users that a
 * credential may not see; what is left out would look as if it were gone.
 */
export async function requireAdministrator(connection: DirectusConnection): Promise<void> {
  const { data } = await read(connection, "/policies/me/globals", Globals, "Directus: the credential's own access");
  if (data.admin_access) return;
  const why = "so Directus may hide users from it. Give its user a policy with administrator access.";
  throw new VendorFault("credential", `Directus: the credential has no administrator access, ${why}`, true, 200);
}

export async function version(connection: DirectusConnection): Promise<string> {
  return (await read(connection, "/server/info", Info, "Directus: its version")).data.version;
}

interface Users {
  kept: User[];
  rejected: Reject[];
  seen: number;
  total: number;
}

/** One page of users, all of them or those with a static token. */
export async function listUsers(connection: DirectusConnection, page: number, only?: "with_token"): Promise<Users> {
  return usersWhere(connection, { page: String(page), ...(only ? { "filter[token][_nnull]": "true" } : {}) });
}

/** The user as it is now, or null: Directus answers 403 for a user that it does not have, so it is looked for in the list. */
export async function findUser(connection: DirectusConnection, id: string): Promise<User | null> {
  const { kept, rejected } = await usersWhere(connection, { page: "1", "filter[id][_eq]": id });
  if (rejected[0]) throw new VendorFault("shape", `Directus: the user cannot be read (${rejected[0].field}: ${rejected[0].reason}).`, true, 200);
  return kept[0] ?? null;
}

async function usersWhere(connection: DirectusConnection, where: Record<string, string>): Promise<Users> {
  const query = new URLSearchParams({ fields: userFields, sort: "id", limit: String(perPage), meta: "filter_count", ...where });
  const { data, meta } = await read(connection, `/users?${query}`, List, "Directus: users");
  return { ...keepRows(data, User, (row) => textField(row, "email") ?? textField(row, "id")), seen: data.length, total: meta.filter_count };
}

/**
 * Changes of these users, newest first, as far as Directus keeps them. Rows in another shape are left out: what they told stays unknown.
 * Throws VendorFault("shape") when Directus counts more than it gives.
 */
export async function listRevisions(connection: DirectusConnection, ids: readonly string[]): Promise<Revision[]> {
  const found: Revision[] = [];
  if (ids.length === 0) return found;
  const which = { "filter[collection][_eq]": "directus_users", "filter[item][_in]": ids.join(",") };
  const fields = "item,delta,activity.timestamp";
  for (let page = 1, seen = 0; page <= mostPages; page++) {
    const query = new URLSearchParams({ ...which, fields, sort: "-id", limit: String(perPage), page: String(page), meta: "filter_count" });
    const { data, meta } = await read(connection, `/revisions?${query}`, List, "Directus: revisions of users");
    found.push(...keepRows(data, Revision, () => null).kept);
    seen += data.length;
    if (seen >= meta.filter_count) return found;
    if (data.length === 0) break;
  }
  throw new VendorFault("shape", "Directus: its revisions gave fewer entries than it counts. Try again; look at Directus's own log if it stays.", true, 200);
}

/** Whose static token it is; null when Directus does not take it. */
export async function ownerOf(connection: DirectusConnection, token: string): Promise<string | null> {
  const answer = await connection.http.request({ method: "GET", path: pathOf(connection, "/users/me?fields=id"), headers: headersOf(token) });
  return OwnId.safeParse(jsonOf(answer)).data?.data.id ?? null;
}

/** The code of Directus's own no, or null when the answer is not Directus's. */
export const refusalOf = (answer: VendorResponse): string | null => Refusal.safeParse(jsonOf(answer)).data?.errors[0]?.extensions.code ?? null;
