import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Context } from "../../lib/core/context";
import { handleImports, type ImportsPort } from "./imports/handler";
import { handleScans, type ScansPort } from "./scans/handle-scans";
import { handleScim } from "./scim/handler";

export interface ServerParts {
  ctx: Context;
  /** the collector's folder: the hash of the SCIM token lies there */
  home: string;
  /** the address machines use, for the links in answers */
  origin: string;
  /** what takes in listings; absent = nothing does */
  imports?: ImportsPort;
  /** what takes in content to be looked through; absent = nothing does */
  scans?: ScansPort;
}

/** The collector's own port: SCIM from directories, listings and content to be looked through from browsers and machines, and health. Nothing else answers here. */
export function collectorServer(parts: ServerParts): Server {
  const server = createServer((req, res) => {
    const slow = /^\/+(imports|scans)/.test(req.url ?? "") ? undefined : setTimeout(() => req.destroy(), 60_000);
    res.on("close", () => clearTimeout(slow));
    answer(parts, req, res).catch((error: unknown) => {
      parts.ctx.log.error({ err: error, method: req.method }, "a request to the collector failed");
      if (res.headersSent) res.destroy();
      else send(res, 500, { error: "Something failed on our side. Try again; the collector's log says more." });
    });
  });
  // a file of gigabytes takes its time: what is no upload is cut off below, and an upload that sends nothing by itself
  server.requestTimeout = 0;
  server.headersTimeout = 15_000;
  return server;
}

async function answer({ ctx, home, origin, imports, scans }: ServerParts, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (await handleScim(ctx, home, req, res, origin)) return;
  if (imports && (await handleImports(ctx, home, imports, req, res))) return;
  if (scans && (await handleScans(ctx, scans, req, res))) return;
  const { pathname } = new URL(req.url ?? "/", "http://localhost");
  if (pathname !== "/health") return send(res, 404, { error: "Nothing is here. The collector answers at /health, /scim/v2, /imports and /scans." });
  if (req.method !== "GET" && req.method !== "HEAD") return send(res, 405, { error: "Only GET is possible here." }, { allow: "GET, HEAD" });
  const database = await reachable(ctx);
  send(res, database ? 200 : 503, { process: "collector", ok: database, database: database ? "ok" : "unreachable" });
}

async function reachable(ctx: Context): Promise<boolean> {
  try {
    await ctx.db.$queryRaw`select 1`;
    return true;
  } catch (error) {
    ctx.log.warn({ err: error }, "the database does not answer");
    return false;
  }
}

function send(res: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  res
    .writeHead(status, { "content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff", ...headers })
    .end(JSON.stringify(body));
}
