import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createGunzip } from "node:zlib";
import { localhostCertificate, localhostKey } from "../../connectors/testkit/tls-fixture";
import type { Repository } from "./repository";

/** What was asked: method and path with its query, and the credential as it came. */
interface Asked {
  path: string;
  credential: string | undefined;
}
type Instead = (request: IncomingMessage, response: ServerResponse) => boolean;

/** git's own server over https at 127.0.0.1, with the test authority's certificate. Who must sign in says `user` and `password`. */
export class GitServer {
  private readonly root = mkdtempSync(path.join(tmpdir(), "countersign-git-server-"));
  private readonly server = createServer({ cert: localhostCertificate, key: localhostKey }, (request, response) => this.answer(request, response));
  readonly asked: Asked[] = [];
  signIn: { user: string; password: string } | null = null;
  /** answers otherwise where it returns true */
  instead: Instead = () => false;

  private constructor(private readonly address: string) {}

  static async start(address = "127.0.0.1"): Promise<GitServer> {
    const started = new GitServer(address);
    await new Promise<void>((resolve) => started.server.listen(0, address, resolve));
    return started;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }
  get origin(): string {
    return `https://${this.address}:${this.port}`;
  }

  /** Puts a repository there as it stands, with all its branches and tags; again after each change. Returns its address. */
  publish(repository: Repository, name: string): string {
    const at = path.join(this.root, name);
    execFileSync("git", ["init", "-q", "--bare", at]);
    execFileSync("git", ["-C", repository.folder, "push", "-q", "--mirror", at]);
    return `${this.origin}/${name}`;
  }
  /** An empty repository. */
  empty(name: string): string {
    execFileSync("git", ["init", "-q", "--bare", path.join(this.root, name)]);
    return `${this.origin}/${name}`;
  }
  git(name: string, ...args: string[]): string {
    return execFileSync("git", ["-C", path.join(this.root, name), ...args], { encoding: "utf8" }).trim();
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { authorization } = request.headers;
    this.asked.push({ path: `${request.method} ${request.url}`, credential: authorization });
    if (this.instead(request, response)) return;
    const wanted = this.signIn && `Basic ${Buffer.from(`${this.signIn.user}:${this.signIn.password}`).toString("base64")}`;
    if (wanted !== null && authorization !== wanted) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
      return;
    }
    this.backend(request, response);
  }

  private backend(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", this.origin);
    const child = spawn("git", ["http-backend"], {
      env: {
        NODE_ENV: "test",
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: this.root,
        GIT_HTTP_EXPORT_ALL: "1",
        GIT_CONFIG_GLOBAL: "/dev/null",
        PATH_INFO: decodeURIComponent(url.pathname),
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    const body = request.headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request;
    child.stdin.on("error", () => {});
    body.on("error", () => {}).pipe(child.stdin);
    let head = Buffer.alloc(0);
    child.stdout.on("data", (chunk: Buffer) => {
      if (response.headersSent) return void response.write(chunk);
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      const headers = Object.fromEntries(
        head
          .subarray(0, end)
          .toString()
          .split("\r\n")
          .map((line) => [line.split(":", 1)[0] as string, line.slice(line.indexOf(":") + 1).trim()]),
      );
      const { Status: status = "200", ...others } = headers;
      response.writeHead(Number.parseInt(status, 10), others);
      response.write(head.subarray(end + 4));
    });
    child.stdout.on("end", () => response.end());
    response.on("close", () => child.kill());
  }
}
