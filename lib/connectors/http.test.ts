import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import pino from "pino";
import { afterEach, expect, test } from "vitest";
import { createLogger } from "../core/logger";
import { createVendorHttp, type VendorHttpOptions } from "./http";
import { localhostCertificate, localhostKey, testAuthority } from "./testkit/tls-fixture";
import { VendorFault, type VendorRequest } from "./vendor-http";

const canary = "canary-7d30ab55";
const log = createLogger("test", "silent");
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function vendor(listener: RequestListener, tls = false): Promise<{ origin: string; server: Server; hits: string[]; connections: () => number }> {
  const hits: string[] = [];
  let connections = 0;
  const counted: RequestListener = (request, response) => {
    hits.push(`${request.method} ${request.url}`);
    listener(request, response);
  };
  const server = tls ? createTlsServer({ cert: localhostCertificate, key: localhostKey }, counted) : createServer(counted);
  server.on("connection", () => {
    connections++;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return { origin: `${tls ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`, server, hits, connections: () => connections };
}

function client(origin: string, options: Partial<VendorHttpOptions> = {}) {
  const http = createVendorHttp({ origin, ca: null, allowPrivate: true, log, ...options, limits: { backOffMilliseconds: 5, ...options.limits } });
  open.push(http);
  return http;
}

function collect(lines: string[]): Writable {
  return new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
}

async function fault(http: ReturnType<typeof client>, request: Partial<VendorRequest> = {}): Promise<VendorFault> {
  const answer = await http.request({ method: "GET", path: "/", ...request }).catch((error: unknown) => error);
  if (!(answer instanceof VendorFault)) throw new Error(`expected a fault, got ${JSON.stringify(answer)}`);
  return answer;
}

test("an answer that the connector can judge is given back, 404 as well as 200", async () => {
  const { origin } = await vendor((request, response) => {
    response.writeHead(request.url === "/found" ? 200 : 404, { "x-a": "b", "set-cookie": canary }).end("ä");
  });
  expect(await client(origin).request({ method: "GET", path: "/found" })).toMatchObject({ status: 200, text: "ä", headers: { "x-a": "b" } });
  const missing = await client(origin).request({ method: "GET", path: `${origin}/missing?x=1` });
  expect(missing.status).toBe(404);
  expect(JSON.stringify(missing)).not.toContain(canary);
});

test.each(["https://evil.test/next", "//evil.test/next", "http://user:pass@127.0.0.1/", "\\\\evil.test/x", "file:///etc/passwd"])(
  "a link away from the origin is refused before anything is sent: %s",
  async (path) => {
    const { origin, hits } = await vendor((_, response) => response.end());
    expect(await fault(client(origin), { path })).toMatchObject({ kind: "left_origin", sent: false });
    expect(hits).toEqual([]);
  },
);

test("a redirect is not followed, not even to the same origin", async () => {
  const elsewhere = await vendor((_, response) => response.end());
  const { origin, hits } = await vendor((request, response) => {
    response.writeHead(302, { location: request.url === "/away" ? elsewhere.origin : "/other" }).end();
  });
  expect(await fault(client(origin), { path: "/away", headers: { authorization: canary } })).toMatchObject({ kind: "left_origin", status: 302 });
  expect(await fault(client(origin), { path: "/here" })).toMatchObject({ kind: "left_origin", status: 302 });
  expect([elsewhere.hits, hits]).toEqual([[], ["GET /away", "GET /here"]]);
});

test("a private address is refused unless allowed; the twin goes through", async () => {
  const { origin, hits } = await vendor((_, response) => response.end());
  expect(await fault(client(origin, { allowPrivate: false }))).toMatchObject({ kind: "address_refused", sent: false });
  expect(hits).toEqual([]);
  expect(await client(origin).request({ method: "GET", path: "/" })).toMatchObject({ status: 200 });
});

test("a name that resolves to a metadata address, at once or the second time, gets nothing", async () => {
  const { origin, hits } = await vendor((_, response) => response.end());
  const named = origin.replace("127.0.0.1", "rebound.test");
  let answers = [["127.0.0.1"], ["169.254.169.254"], ["127.0.0.1", "169.254.169.254"]];
  const resolve = async () => {
    const [next = [], ...rest] = answers;
    answers = rest;
    return next.map((address) => ({ address, family: 4 }));
  };
  const http = client(named, { resolve });
  expect(await http.request({ method: "GET", path: "/" })).toMatchObject({ status: 200 });
  for (let n = 0; n < 2; n++) expect(await fault(http, { freshConnection: true, retry: false })).toMatchObject({ kind: "address_refused", sent: false });
  expect(hits).toHaveLength(1);
});

test("an origin with a path, a user or another scheme is refused", () => {
  for (const origin of ["https://a.test/", "https://u:p@a.test", "ftp://a.test", "a.test", "https://a.test/x"])
    expect(() => client(origin)).toThrow(/origin must be like/);
});

test("the connection's own authority is trusted, and only it", async () => {
  const { origin } = await vendor((_, response) => response.end("ok"), true);
  expect(await client(origin, { ca: testAuthority }).request({ method: "GET", path: "/" })).toMatchObject({ status: 200, text: "ok" });
  const refused = await fault(client(origin, { limits: { retries: 0 } }));
  expect(refused).toMatchObject({ kind: "network", sent: false });
  expect(refused.message).toMatch(/certificate is not trusted/);
});

test("a read is repeated on 429 and 5xx, waiting as the vendor asks, and given up after the limit", async () => {
  let n = 0;
  const { origin, hits } = await vendor((request, response) => {
    n++;
    if (request.url === "/down" || n === 2) response.writeHead(503).end();
    else if (n === 1) response.writeHead(429, { "retry-after": "0" }).end();
    else response.end("third");
  });
  expect(await client(origin).request({ method: "GET", path: "/" })).toMatchObject({ text: "third" });
  expect(await fault(client(origin, { limits: { retries: 2 } }), { path: "/down" })).toMatchObject({ kind: "server_error", status: 503 });
  expect(hits.filter((hit) => hit === "GET /down")).toHaveLength(3);
});

test("a longer Retry-After than we wait is handed to the caller at once; a change is never repeated", async () => {
  const { origin, hits } = await vendor((request, response) => {
    response.writeHead(request.method === "GET" ? 429 : 500, { "retry-after": "120" }).end();
  });
  expect(await fault(client(origin))).toMatchObject({ kind: "rate_limited", retryAfterSeconds: 120 });
  expect(await fault(client(origin), { method: "DELETE" })).toMatchObject({ kind: "server_error", sent: true });
  expect(hits).toEqual(["GET /", "DELETE /"]);
});

test("silence and a slow drip both end at the total deadline, and the vendor may have acted", async () => {
  const { origin } = await vendor((request, response) => {
    if (request.url === "/silence") return;
    response.writeHead(200);
    const drip = setInterval(() => response.write("."), 20);
    response.on("close", () => clearInterval(drip));
  });
  for (const path of ["/silence", "/drip"]) {
    const began = performance.now();
    expect(await fault(client(origin), { path, timeoutMilliseconds: 300, retry: false })).toMatchObject({ kind: "timeout", sent: true });
    expect(performance.now() - began).toBeLessThan(2_000);
  }
});

test("a body over the limit is refused; where only the status matters the rest is left unread", async () => {
  const { origin } = await vendor((_, response) => response.end("x".repeat(300_000)));
  const http = client(origin, { limits: { maxBytes: 10_000 } });
  expect(await fault(http)).toMatchObject({ kind: "too_large" });
  expect(await http.request({ method: "GET", path: "/", keepBytes: 100 })).toMatchObject({ status: 200, text: "x".repeat(100) });
});

test("nothing listening is told apart from a connection lost after sending", async () => {
  const { origin, server } = await vendor((request) => request.socket.destroy());
  expect(await fault(client(origin), { method: "DELETE" })).toMatchObject({ kind: "network", sent: true });
  await new Promise((resolve) => server.close(resolve));
  expect(await fault(client(origin), { method: "DELETE" })).toMatchObject({ kind: "network", sent: false });
});

test("a cancelled signal ends the request and its waiting", async () => {
  const { origin } = await vendor((_, response) => response.writeHead(503, { "retry-after": "20" }).end());
  const stop = new AbortController();
  const waiting = fault(client(origin, { signal: stop.signal }));
  setTimeout(() => stop.abort(), 100);
  expect(await waiting).toMatchObject({ kind: "cancelled", sent: false });
});

test("a probe can ask for a connection of its own", async () => {
  const { origin, connections } = await vendor((_, response) => response.end());
  const http = client(origin);
  await http.request({ method: "GET", path: "/" });
  const before = connections();
  for (let n = 0; n < 3; n++) await http.request({ method: "GET", path: "/", freshConnection: true });
  expect(connections()).toBe(before + 3);
});

test("no fault and no log line holds the credential, the query or a redacted path", async () => {
  const lines: string[] = [];
  const watched = pino({ level: "trace" }, collect(lines));
  const { origin, server } = await vendor((request, response) => {
    if (request.url?.includes("lost")) request.socket.destroy();
    else response.writeHead(request.url?.includes("away") ? 307 : 500, { location: `https://evil.test/${canary}` }).end(canary);
  });
  const http = client(origin, { log: watched, limits: { retries: 0 } });
  const headers = { authorization: canary };
  const seen = [];
  for (const path of ["error", "away", "lost"])
    seen.push(await fault(http, { method: "DELETE", path: `/${path}/${canary}?q=${canary}`, redactedPath: `/${path}/…`, headers }));
  seen.push(await fault(http, { headers: { authorization: `${canary}\nx` } }));
  seen.push(await fault(http, { path: `https://evil.test/${canary}` }));
  await new Promise((resolve) => server.close(resolve));
  seen.push(await fault(http, { path: `/x?${canary}`, headers }));
  expect(seen.map(({ kind }) => kind)).toEqual(["server_error", "left_origin", "network", "shape", "left_origin", "network"]);
  for (const each of seen) expect(`${each.stack} ${JSON.stringify(each)} ${each.cause}`).not.toContain(canary);
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.join("")).not.toContain(canary);
});
