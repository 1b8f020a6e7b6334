import { createPublicKey, generateKeyPairSync, randomBytes, verify } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type DescribedRequest, described } from "./described";
import type { appRow, grantRow, installationRow, keyRow, memberRow, repositoryRow } from "./rows";

export const organization = "acme";
const installation = "42";
const appId = "7001";

/** What stands at the organization, as GitHub would list it. */
export interface GithubState {
  grants: ReturnType<typeof grantRow>[];
  installations: ReturnType<typeof installationRow>[];
  /** those that GitHub shows, by their slug */
  apps: Map<string, ReturnType<typeof appRow>>;
  members: ReturnType<typeof memberRow>[];
  repositories: ReturnType<typeof repositoryRow>[];
  /** by the repository's full name */
  keys: Map<string, ReturnType<typeof keyRow>[]>;
}
type Answered = { status: number; body?: unknown; rows?: unknown[]; wrap?: (rows: unknown[]) => unknown };

/**
 * A server that speaks GitHub's API as its published description has it, over a state that changes: each request is looked up there and each
 * answer checked against it, so a connector that asks for, or relies on, what GitHub does not describe is found out.
 */
export class DescribedGithub {
  /** what was asked or answered against the description */
  readonly faults: string[] = [];
  readonly state: GithubState = { grants: [], installations: [], apps: new Map(), members: [], repositories: [], keys: new Map() };
  /** tokens that people hold, beside the control */
  readonly held = new Set<string>();
  readonly control = `github_pat_${randomBytes(18).toString("hex")}`;
  readonly credential: { appId: string; installationId: string; privateKey: string };
  /** tokens given to the installation; they end with the server */
  readonly given: string[] = [];
  /** whether lists page as GitHub's do not, with links to another host */
  linksTo: string | null = null;
  /** what each may ask an hour */
  limit = 5_000;
  private constructor(
    private readonly publicKey: string,
    privateKey: string,
    readonly origin: string,
    readonly stop: () => Promise<void>,
  ) {
    this.credential = { appId, installationId: installation, privateKey };
  }

  static async start(): Promise<DescribedGithub> {
    const pair = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
    const server = createServer((request, response) => void github.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const github: DescribedGithub = new DescribedGithub(
      pair.publicKey,
      pair.privateKey,
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    );
    return github;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString("utf8");
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    const method = request.method ?? "GET";
    try {
      const asked = described(method, url, text === "" ? undefined : JSON.parse(text));
      const allowed = this.allows(asked, (request.headers.authorization ?? "").replace(/^Bearer /, ""));
      if (!allowed) return void json(response, 401, { message: "Bad credentials" });
      this.send(response, asked, url, this.answer(asked, url, text));
    } catch (error) {
      this.faults.push(`${method} ${url.pathname}: ${error instanceof Error ? error.message : error}`);
      json(response, 418, { message: "not as described" });
    }
  }

  private send(response: ServerResponse, asked: DescribedRequest, url: URL, answer: Answered): void {
    if (answer.status === 404) return void json(response, 404, { message: "Not Found" });
    const page = answer.rows ? this.page(answer.rows, url) : null;
    const body = page ? (answer.wrap?.(page.rows) ?? page.rows) : answer.body;
    asked.answer(answer.status)?.parse(body);
    json(response, answer.status, body, page?.link ? { link: page.link } : {});
  }

  private page(rows: unknown[], url: URL): { rows: unknown[]; link: string | null } {
    const size = Number(url.searchParams.get("per_page") ?? 30);
    const page = Number(url.searchParams.get("page") ?? 1);
    const next = new URL(url);
    next.searchParams.set("page", String(page + 1));
    const more = page * size < rows.length;
    const target = this.linksTo ? `${this.linksTo}${next.pathname}${next.search}` : next.href;
    return { rows: rows.slice((page - 1) * size, page * size), link: more ? `<${target}>; rel="next", <${url.href}>; rel="first"` : null };
  }

  /** The app's own statement for its token, that token for the rest, and the control for what a member may see. */
  private allows({ operation }: DescribedRequest, bearer: string): boolean {
    if (operation.startsWith("POST /app/")) return this.isOurApp(bearer);
    if (operation === "GET /rate_limit") return bearer === this.control || this.held.has(bearer);
    return this.given.includes(bearer) || (bearer === this.control && operation === "GET /orgs/{org}/repos");
  }

  private isOurApp(statement: string): boolean {
    const [head = "", claims = "", signature = ""] = statement.split(".");
    if (!verify("sha256", Buffer.from(`${head}.${claims}`), createPublicKey(this.publicKey), Buffer.from(signature, "base64url"))) return false;
    const { iss, iat, exp } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { iss: string; iat: number; exp: number };
    const now = Date.now() / 1000;
    return iss === appId && iat <= now && exp > now && exp - iat <= 600;
  }

  private answer({ operation, named }: DescribedRequest, url: URL, text: string): Answered {
    const { state } = this;
    const repository = `${named.owner}/${named.repo}`;
    const keys = state.keys.get(repository) ?? [];
    if (named.org && named.org !== organization) return { status: 404 };
    switch (operation) {
      case "POST /app/installations/{installation_id}/access_tokens": {
        const token = `ghs_${randomBytes(18).toString("hex")}`;
        this.given.push(token);
        return named.installation_id === installation ? { status: 201, body: { token, expires_at: "2099-01-01T00:00:00Z" } } : { status: 404 };
      }
      case "GET /rate_limit": {
        const core = { limit: this.limit, remaining: this.limit, reset: 4_000_000_000, used: 0 };
        return { status: 200, body: { resources: { core, search: core }, rate: core } };
      }
      case "GET /orgs/{org}":
        return { status: 200, body: { id: 1, login: organization } };
      case "GET /orgs/{org}/personal-access-tokens": {
        const wanted = url.searchParams.get("token_id");
        return { status: 200, rows: state.grants.filter(({ token_id }) => wanted === null || String(token_id) === wanted) };
      }
      case "POST /orgs/{org}/personal-access-tokens/{pat_id}": {
        const place = state.grants.findIndex(({ id }) => String(id) === named.pat_id && JSON.parse(text).action === "revoke");
        if (place === -1) return { status: 404 };
        state.grants.splice(place, 1);
        return { status: 204 };
      }
      case "GET /orgs/{org}/installations":
        return { status: 200, rows: state.installations, wrap: (installations) => ({ total_count: state.installations.length, installations }) };
      case "GET /apps/{app_slug}": {
        const body = state.apps.get(named.app_slug ?? "");
        return body ? { status: 200, body } : { status: 404 };
      }
      case "GET /orgs/{org}/members":
        return { status: 200, rows: state.members };
      case "GET /orgs/{org}/repos":
        return { status: 200, rows: state.repositories };
      case "GET /repos/{owner}/{repo}": {
        const body = state.repositories.find(({ full_name }) => full_name === repository);
        return body ? { status: 200, body } : { status: 404 };
      }
      case "GET /repos/{owner}/{repo}/keys":
        return state.keys.has(repository) ? { status: 200, rows: keys } : { status: 404 };
      case "GET /repos/{owner}/{repo}/keys/{key_id}": {
        const body = keys.find(({ id }) => String(id) === named.key_id);
        return body ? { status: 200, body } : { status: 404 };
      }
      case "DELETE /repos/{owner}/{repo}/keys/{key_id}": {
        const place = keys.findIndex(({ id }) => String(id) === named.key_id);
        if (place === -1) return { status: 404 };
        keys.splice(place, 1);
        return { status: 204 };
      }
      default:
        throw new Error(`${operation} is not served`);
    }
  }
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers }).end(body === undefined ? "" : JSON.stringify(body));
}
