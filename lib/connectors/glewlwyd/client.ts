import type { Reject } from "../contract";
import { faultOf } from "../evidence";
import { VendorFault, type VendorHttp, type VendorRequest, type VendorResponse } from "../vendor-http";
import { keepRows, readJson, textField } from "../wire";
import { GlewlwydSettings } from "./credential";
import { ApiKey, Plugin, RefreshToken, Rows, User } from "./wire";

/** What both directions need of an open connection. */
export interface GlewlwydConnection {
  settings: Record<string, unknown>;
  credential: { username: string; password: string };
  http: VendorHttp;
}

/** A signed-in administrator's way to the API. */
export type Session = (request: Pick<VendorRequest, "method" | "path"> & Partial<VendorRequest>) => Promise<VendorResponse>;

/** Users whose refresh tokens make up one page of ours: Glewlwyd is asked once for each of them and plugin. */
export const usersPerPage = 100;

/** A path of Glewlwyd's own below the API's. Throws when the settings are malformed. */
export const pathOf = ({ settings }: Pick<GlewlwydConnection, "settings">, path: string): string => `${GlewlwydSettings.parse(settings).apiPath}${path}`;

/**
 * Signs in, does the work, and signs out, so that no session stays open. API keys and refresh tokens are shown to sessions alone, and the
 * administration's scope asks for a fresh sign-in (10 minutes by default). Throws VendorFault("credential") for a wrong password.
 */
export async function signedIn<T>(connection: GlewlwydConnection, work: (session: Session) => Promise<T>): Promise<T> {
  const { username, password } = connection.credential;
  const path = pathOf(connection, "/auth/");
  const answer = await connection.http.request({ method: "POST", path, json: { username, password }, keepCookies: true });
  if (answer.status === 401)
    throw new VendorFault("credential", "Glewlwyd: user name and password were not accepted (401). Look at them, or seal others.", true, 401);
  if (answer.status !== 200) throw new VendorFault("unexpected_status", `Glewlwyd: signing in answered ${answer.status}.`, true, answer.status);
  if (!answer.cookie || answer.text !== "")
    throw new VendorFault("shape", "Glewlwyd: signing in gave no session. Look at whether the origin and the API's path are right.", true, 200);
  const headers = { cookie: answer.cookie };
  try {
    return await work((request) =>
      connection.http.request({ ...request, path: pathOf(connection, request.path), headers: { ...request.headers, ...headers } }),
    );
  } finally {
    // a session left open ends by itself; what it was opened for is known by now
    await connection.http.request({ method: "DELETE", path, headers, timeoutMilliseconds: 2_000 }).catch(faultOf);
  }
}

/**
 * API keys, disabled ones too; all in one answer (0), or at most so many. To who is no administrator Glewlwyd says 401, and 403 where API keys are
 * switched off: both are faults, because what is not shown would look as if it were gone.
 */
export async function listApiKeys(session: Session, limit = 0): Promise<{ kept: ApiKey[]; rejected: Reject[] }> {
  const answer = await session({ method: "GET", path: `/key/?limit=${limit}` });
  if (answer.status === 403 && answer.text === "")
    throw new VendorFault("credential", "Glewlwyd: API keys are switched off. Add api_key to admin_session_authentication in its configuration.", true, 403);
  return rowsOf(answer, ApiKey, "token_hash", "Glewlwyd: API keys");
}

/** A page of users, at most `limit`. */
export async function listUsers(session: Session, offset: number, limit: number): Promise<{ kept: User[]; rejected: Reject[]; total: number }> {
  const page = rowsOf(await session({ method: "GET", path: `/user/?offset=${offset}&limit=${limit}` }), User, "username", "Glewlwyd: users");
  return { ...page, total: page.kept.length + page.rejected.length };
}

/** The plugins that give out refresh tokens, switched on or not: their lists are only there while they are on. */
export async function listPlugins(session: Session): Promise<Plugin[]> {
  const { kept } = rowsOf(await session({ method: "GET", path: "/mod/plugin/" }), Plugin, "name", "Glewlwyd: plugins");
  return kept.filter((plugin) => plugin.enabled && listPaths[plugin.module] !== undefined);
}

const listPaths: Readonly<Record<string, string>> = { "oauth2-glewlwyd": "profile/token", oidc: "token" };

/** Where a plugin keeps one user's refresh tokens; with a hash, that one token. Undefined for a plugin that has none. */
export function grantPath({ module, name }: Pick<Plugin, "module" | "name">, username: string, hash?: string): string | undefined {
  const path = listPaths[module];
  if (path === undefined) return undefined;
  const one = hash === undefined ? "" : `/${encodeURIComponent(hash)}`;
  return `/${name}/${path}${one}?impersonate=${encodeURIComponent(username)}${hash === undefined ? "&limit=0" : ""}`;
}

/**
 * One user's refresh tokens of one plugin, disabled ones too. Null when Glewlwyd does not know the user: it says 401 for that, so the user is
 * looked up before it is believed. Whoever is no administrator would be shown their own instead, without a word: `requireAdministrator` first.
 */
export async function listGrants(session: Session, plugin: Plugin, username: string): Promise<{ kept: RefreshToken[]; rejected: Reject[] } | null> {
  const answer = await session({ method: "GET", path: grantPath(plugin, username) ?? "" });
  if (answer.status === 401 && !(await hasUser(session, username))) return null;
  return rowsOf(answer, RefreshToken, "token_hash", `Glewlwyd: refresh tokens of ${plugin.name}`);
}

/** Throws VendorFault("credential") unless the session is an administrator's: Glewlwyd shows its API keys to no other. */
export async function requireAdministrator(session: Session): Promise<void> {
  await listApiKeys(session, 1);
}

async function hasUser(session: Session, username: string): Promise<boolean> {
  const answer = await session({ method: "GET", path: `/user/${encodeURIComponent(username)}` });
  if (answer.status === 404 && answer.text === "") return false;
  readJson(answer, User, "Glewlwyd: a user");
  return true;
}

function rowsOf<T>(answer: VendorResponse, schema: Parameters<typeof keepRows<T>>[1], name: string, what: string): { kept: T[]; rejected: Reject[] } {
  return keepRows(readJson(answer, Rows, what), schema, (row) => textField(row, name));
}
