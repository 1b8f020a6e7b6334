import { sign } from "node:crypto";
import type { z } from "zod";
import type { Reject } from "../contract";
import { nextLink } from "../declarative/link-header";
import { VendorFault, type VendorHttp, type VendorRequest, type VendorResponse } from "../vendor-http";
import { jsonOf, keepRows, readJson, textField } from "../wire";
import { GithubSettings, privateKeyOf } from "./credential";
import { AccessToken, Refusal, Rows } from "./wire";

/** What both directions need of an open connection. */
export interface GithubConnection {
  settings: Record<string, unknown>;
  credential: { appId: string; installationId: string; privateKey: string };
  http: VendorHttp;
  now(): Date;
}
/** The installed app's way to the API, for an hour at most. */
export type Installed = (request: Pick<VendorRequest, "method" | "path"> & Partial<VendorRequest>) => Promise<VendorResponse>;

export const headersOf = (authorization: string) => ({
  accept: "application/vnd.github+json",
  authorization,
  "x-github-api-version": "2022-11-28",
  "user-agent": "countersign",
});

/** The organization's name and paths. Throws when the settings are malformed. */
export function pathsOf({ settings }: Pick<GithubConnection, "settings">) {
  const { organization, basePath } = GithubSettings.parse(settings);
  return { organization, org: `${basePath}/orgs/${organization}`, repos: `${basePath}/repos`, app: `${basePath}/app`, apps: `${basePath}/apps` };
}

/**
 * The token of an hour that the app's installation is given; it lives in memory alone. The app's key signs a statement of ten minutes; GitHub gives
 * the token for it. Throws VendorFault("credential") when the key is none or GitHub does not take it.
 */
export async function installationToken(connection: GithubConnection): Promise<string> {
  const { appId, installationId, privateKey } = connection.credential;
  const key = privateKeyOf(privateKey);
  if (!key) throw new VendorFault("credential", "GitHub: the app's private key is no RSA key in PEM form. Seal the file's whole text.", false);
  const now = Math.floor(connection.now().getTime() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  // GitHub asks for a minute of grace for clocks and at most ten of life
  const unsigned = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iat: now - 60, exp: now + 540, iss: appId })}`;
  const statement = `${unsigned}.${sign("sha256", Buffer.from(unsigned), key).toString("base64url")}`;
  const path = `${pathsOf(connection).app}/installations/${installationId}/access_tokens`;
  const answer = judged(await connection.http.request({ method: "POST", path, headers: headersOf(`Bearer ${statement}`) }), connection.now());
  return readJson(answer.status === 201 ? { ...answer, status: 200 } : answer, AccessToken, "GitHub: signing in as the app's installation").token;
}

/** Signs in as the app's installation. Throws as {@link installationToken} does. */
export async function asInstallation(connection: GithubConnection): Promise<Installed> {
  const token = await installationToken(connection);
  return async (request) => judged(await connection.http.request({ ...request, headers: headersOf(`Bearer ${token}`) }), connection.now());
}

/** GitHub's tokens live for an hour. */
const renewedAfterMilliseconds = 50 * 60_000;

/** The same as an HTTP client that lasts: whatever sign-in a request brings, the installation's stands for it. */
export function renewedInstallation(connection: GithubConnection): VendorHttp {
  let installed: Promise<Installed> | null = null;
  let since = 0;
  return {
    async request(input) {
      const now = connection.now().getTime();
      if (!installed || now - since >= renewedAfterMilliseconds) [installed, since] = [asInstallation(connection), now];
      const send = await installed.catch((error: unknown) => {
        installed = null;
        throw error;
      });
      return send(input);
    },
  };
}

/** GitHub says "too often" as 403 too, with how long to wait in its headers. Throws VendorFault("rate_limited") for that. */
export function judged(answer: VendorResponse, now: Date): VendorResponse {
  if (answer.status !== 403) return answer;
  const after = Number(answer.headers["retry-after"] ?? Number.NaN);
  const reset = answer.headers["x-ratelimit-remaining"] === "0" ? Number(answer.headers["x-ratelimit-reset"]) - now.getTime() / 1000 : Number.NaN;
  const wait = Number.isFinite(after) ? after : reset;
  if (!Number.isFinite(wait)) return answer;
  throw new VendorFault("rate_limited", "GitHub: too many requests; it asks to be left alone for a while.", true, 403, Math.max(1, Math.ceil(wait)));
}

export interface Listed<T> {
  kept: T[];
  rejected: Reject[];
  /** where the next page is, by GitHub's own link; leads nowhere else, since the HTTP client stays on its origin */
  next: string | null;
}

/** One page of a listing. `path` is the first page's or a `next`. */
export async function listPage<T>(installed: Installed, path: string, schema: z.ZodType<T>, what: string, name = "id"): Promise<Listed<T>> {
  const answer = await installed({ method: "GET", path });
  const rows = readJson(answer, Rows, `GitHub: ${what}`);
  return { ...keepRows(rows, schema, (row) => textField(row, name)), next: nextLink(answer.headers.link ?? "") };
}

/** Whether GitHub itself says that there is no such thing, or that it is not ours to see: it says both with 404. */
export const isNotFound = (answer: VendorResponse): boolean => answer.status === 404 && Refusal.safeParse(jsonOf(answer)).data?.message === "Not Found";
