import { type DownloadedFile, VendorFault, type VendorHttp, type VendorRequest, type VendorResponse } from "../vendor-http";
import { jsonOf } from "../wire";
import { isOneOf } from "./answers";
import { clientToken, forgetToken, withoutToken } from "./client-token";
import { compilePath } from "./json-path";
import { keepPace } from "./keep-pace";
import type { Declaration } from "./schema/declaration";
import type { Authentication, ClientCredentials, TokenUse } from "./schema/parts";
import { headerSafe } from "./template";

/** What the connection signs in with; `username` with basic, and as a client's id, alone. */
export interface OwnCredential {
  username?: string | undefined;
  secret: string;
}
/** What both directions need of an open connection. */
export interface DeclaredConnection {
  id: string;
  origin: string;
  credential: OwnCredential;
  http: VendorHttp;
  signal?: AbortSignal;
}

/** What a call needs of a file. */
export type CallRules = Pick<Declaration, "basePath" | "headers" | "authentication" | "rateLimit">;

type Method = VendorRequest["method"];
export interface Call extends Omit<VendorRequest, "method" | "path"> {
  /** "GET /tokens", as a declaration says it, with its values filled in; or with a whole URL, which then stands for itself */
  line: string;
}

/** One call below the base path, with the declaration's headers and those given, at the declared pace. */
export async function send(
  declaration: Omit<CallRules, "authentication">,
  connection: Pick<DeclaredConnection, "id" | "http" | "signal">,
  { line, headers, ...more }: Call,
): Promise<VendorResponse> {
  const at = line.indexOf(" ");
  await keepPace(connection.id, declaration.rateLimit?.requestsPerMinute ?? null, connection.signal);
  const path = line.slice(at + 1);
  return connection.http.request({
    ...more,
    method: line.slice(0, at) as Method,
    path: path.startsWith("/") ? `${declaration.basePath}${path}` : path,
    ...(more.redactedPath === undefined ? {} : { redactedPath: `${declaration.basePath}${more.redactedPath}` }),
    headers: { ...declaration.headers, ...headers },
  });
}

/** The same, signed in as the connection. */
export async function ask(declaration: CallRules, connection: DeclaredConnection, call: Call): Promise<VendorResponse> {
  const response = await send(declaration, connection, { ...call, headers: { ...call.headers, ...(await asItself(declaration, connection)) } });
  const shown = withoutToken(connection.credential, response);
  if (response.status === 401) forgetToken(connection.credential);
  return shown;
}

/** How the connection itself is signed in: by what was sealed, or by the token that it is given for that. */
async function asItself({ authentication }: Pick<CallRules, "authentication">, connection: DeclaredConnection): Promise<Record<string, string>> {
  if (authentication.kind !== "client_credentials") return signedIn(authentication, connection.credential);
  return signedIn({ kind: "bearer" }, { secret: await clientToken(authentication, connection) });
}

/** One file, signed in the same way; what it is sent on to elsewhere is not. Throws VendorFault, also where the way in fetches no files. */
export async function fetchFile(
  declaration: CallRules,
  connection: DeclaredConnection,
  { line, elsewhere }: Pick<Call, "line"> & { elsewhere: readonly string[] },
): Promise<DownloadedFile> {
  const path = line.slice(line.indexOf(" ") + 1);
  const { http } = connection;
  if (!http.download)
    throw new VendorFault("unexpected_status", "The connection whose credential is used fetches no files. Give the source a credential of its own.", false);
  await keepPace(connection.id, declaration.rateLimit?.requestsPerMinute ?? null, connection.signal);
  const file = await http.download({
    path: path.startsWith("/") ? `${declaration.basePath}${path}` : path,
    headers: { ...declaration.headers, accept: "*/*", ...(await asItself(declaration, connection)) },
    elsewhere,
  });
  if (file.status === 401) forgetToken(connection.credential);
  return file;
}

/** How a credential is shown to the system. Throws VendorFault("shape") for one that no header can hold. */
export function signedIn(use: Exclude<Authentication, ClientCredentials> | TokenUse, { username, secret }: OwnCredential): Record<string, string> {
  switch (use.kind) {
    case "bearer":
      return { authorization: `Bearer ${headerSafe("secret", secret)}` };
    case "basic": {
      const user = "username" in use ? use.username : (username ?? "");
      return { authorization: `Basic ${Buffer.from(`${user}:${secret}`, "utf8").toString("base64")}` };
    }
    case "header":
      return { [use.name.toLowerCase()]: `${use.prefix ?? ""}${headerSafe("secret", secret)}` };
    default:
      return use satisfies never;
  }
}

/** The JSON of a 200 answer. Throws VendorFault: `credential`, also in the system's own words for it, `unexpected_status` or `shape`. */
export function bodyOf(declaration: Pick<Declaration, "refused">, response: VendorResponse, what: string): unknown {
  const { status } = response;
  if (status === 401 || status === 403 || isOneOf(response, declaration.refused))
    throw new VendorFault("credential", `${what}: the credential was not accepted (${status}). Look at its permissions, or seal a new one.`, true, status);
  if (status !== 200) throw new VendorFault("unexpected_status", `${what}: answered ${status}, and 200 was expected.`, true, status);
  const json = jsonOf(response);
  if (json === undefined)
    throw new VendorFault("shape", `${what}: the answer is not JSON. Look at whether the origin is right and the system is not in maintenance.`, true, status);
  return json;
}

/** Throws VendorFault unless the credential sees what the declaration requires: what is hidden from it would look as if it were gone. */
export async function requireSight(declaration: Declaration, connection: DeclaredConnection): Promise<void> {
  for (const { request, expect, otherwise } of declaration.requires) {
    const response = await ask(declaration, connection, { line: request });
    if (isOneOf(response, expect)) continue;
    const what = `${declaration.system}: what the credential may see`;
    const json = bodyOf(declaration, response, what);
    const paths = expect.flatMap(({ body, has }) => [...Object.keys(body ?? {}), ...(has ?? [])]);
    if (paths.every((path) => compilePath(path)(json).length === 0))
      throw new VendorFault("shape", `${what}: nothing of what is expected stands in the answer. ${otherwise}`, true, response.status);
    throw new VendorFault("credential", `${what}: ${otherwise}`, true, response.status);
  }
}
