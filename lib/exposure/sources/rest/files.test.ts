import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createVendorHttp } from "../../../connectors/http";
import { keptLog } from "../../../connectors/testkit/open";
import { readPieces } from "../../testkit/read-pieces";
import { zipOf } from "../../testkit/zip-of";
import { parseRestSource } from "./parse-source";
import { restRow, restSource } from "./rest-source";
import type { ReadPlace } from "./sight";

const secret = "made-for-this-test";
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A system that answers as told, with JSON or with bytes; what was asked, and with which credential, is kept. */
async function system(answer: (url: URL, response: ServerResponse, request: IncomingMessage) => unknown) {
  const asked: { path: string; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    asked.push({ path: `${url.pathname}${url.search}`, authorization: request.headers.authorization });
    const body = answer(url, response, request);
    if (body === undefined) return;
    if (Buffer.isBuffer(body)) response.end(body);
    else response.setHeader("content-type", "application/json").end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, files: () => asked.filter(({ path: at }) => at.startsWith("/files/")) };
}
const status = (response: ServerResponse, code: number, headers: Record<string, string> = {}) => void response.writeHead(code, headers).end("{}");

function connectionTo(origin: string) {
  const { log, lines } = keptLog();
  const http = createVendorHttp({ origin, ca: null, allowPrivate: true, log, limits: { retries: 0, backOffMilliseconds: 1, totalMilliseconds: 2_000 } });
  open.push(() => void http.close());
  return { connection: { id: origin, origin, credential: { username: "ada", secret }, http }, lines };
}
async function read(declaration: ReturnType<typeof parseRestSource>, origin: string, since: Date | null = null) {
  const { connection, lines } = connectionTo(origin);
  const seen: ReadPlace[] = [];
  const settled: string[] = [];
  async function* source() {
    for await (const one of restSource(declaration, connection, { channel: "ticket", prose: true }, { since: () => since, read: (at) => void seen.push(at) })) {
      if ("settled" in one) settled.push(one.settled.list);
      yield one;
    }
  }
  const { texts, unreadable } = await readPieces(source());
  expect(lines.join("")).not.toContain(secret);
  return { unreadable, seen, settled, texts, locate: (part: string) => texts.find(({ text }) => text.includes(part))?.locate(part) };
}
const example = (name: string, change = (text: string) => text) =>
  parseRestSource(change(readFileSync(path.join(import.meta.dirname, "examples", name), "utf8")), name);

const tracker = (more = "request: GET /files/{{file}}", list = "") =>
  parseRestSource(
    `
format: countersign/source/1
system: Tracker
channel: ticket
authentication: { kind: bearer }
lists:
  - what: issue
    request: GET /issues
    changed: { request: "GET /issues?since={{since}}" }
    rows: $
    paging: { kind: none }
    id: id
    texts: [body]
    url: { path: id, under: /browse/ }
    ${list}
    files:
      rows: files
      id: id
      ${more}
      name: name
      size: size
      media: media
      at: at
`,
    "tracker",
  );
const issue = (...files: Record<string, unknown>[]) => [{ id: "OPS-1", body: "text", files }];
const reasons = (unreadable: readonly { path: string; reason: string }[]) => unreadable.map(({ path: at, reason }) => `${at}: ${reason}`);

test("Jira: what hangs on issues is fetched with the credential and looked into, an archive too; each has its own place", async () => {
  const packed = zipOf({ "prod/.env": "KEY=in-an-archive" });
  const attachment = (id: string, filename: string, bytes: Buffer, more = {}) => ({
    ...{ id, filename, size: bytes.length, mimeType: "application/octet-stream", created: "2026-03-02T10:00:00.000+0100", author: { displayName: "Bruno" } },
    ...more,
  });
  const files: Record<string, Buffer> = { 11: Buffer.from("KEY=in-a-file"), 12: packed };
  const { origin, asked } = await system((url, response) => {
    if (url.pathname.startsWith("/rest/api/2/attachment/content/")) {
      if (url.searchParams.get("redirect") !== "false") return status(response, 303, { location: "https://elsewhere.example.test/" });
      return files[url.pathname.split("/").at(-1) ?? ""] ?? status(response, 404);
    }
    if (url.pathname !== "/rest/api/2/search/jql") return { comments: [], total: 0 };
    if (!url.searchParams.get("jql")?.includes("attachments is not EMPTY")) return { issues: [] };
    const all = [
      attachment("11", "creds.txt", files[11] as Buffer),
      attachment("12", "backup.zip", packed),
      attachment("13", "screen.png", packed, { mimeType: "image/png" }),
      attachment("14", "deleted.txt", packed),
    ];
    return { issues: [{ id: "1", key: "OPS-1", fields: { attachment: all } }], isLast: true };
  });
  const { locate, unreadable } = await read(example("jira-cloud.yaml"), origin);
  expect(locate("in-a-file")).toEqual({
    ...{ path: "OPS-1 attachment creds.txt", line: 1, reference: "11", author: "Bruno", at: "2026-03-02T09:00:00.000Z", url: `${origin}/browse/OPS-1` },
    again: "GET /attachment/content/11?redirect=false",
  });
  expect(locate("in-an-archive")).toMatchObject({ path: "OPS-1 attachment backup.zip!/prod/.env", reference: "12", author: "Bruno" });
  expect(reasons(unreadable)).toEqual(["OPS-1 attachment screen.png: media", "OPS-1 attachment deleted.txt: vanished"]);
  expect(asked.filter(({ path: at }) => at.includes("/content/13"))).toEqual([]);
  expect(asked.every(({ authorization }) => authorization === `Basic ${Buffer.from(`ada:${secret}`).toString("base64")}`)).toBe(true);
});

test("Confluence: comments at a line, and attachments by the named store, to which no credential goes", async () => {
  const store = await system(() => Buffer.from("KEY=in-an-attachment"));
  const { origin, asked } = await system((url, response) => {
    if (url.pathname === "/wiki/rest/api/content/77/child/attachment/att9/download")
      return status(response, 302, { location: `${store.origin}/file/1/binary?token=signed-for-minutes` });
    const version = { createdAt: "2026-03-02T10:00:00Z", authorId: "u2" };
    if (url.pathname === "/wiki/api/v2/attachments")
      return {
        results: [
          { id: "att9", title: "creds.txt", blogPostId: "77", mediaType: "text/plain", fileSize: 20, version, _links: { webui: "/pages/x?preview=9" } },
        ],
        _links: {},
      };
    if (url.pathname === "/wiki/api/v2/inline-comments")
      return {
        results: [{ id: "5", title: "Re: Page", version, body: { storage: { value: "<p>at-a-line</p>" } }, _links: { webui: "/pages/y" } }],
        _links: {},
      };
    return { results: [], _links: {} };
  });
  const declaration = example("confluence-cloud.yaml", (text) => text.replace("https://api.media.atlassian.com", store.origin));
  const { locate, unreadable } = await read(declaration, origin);
  expect(unreadable).toEqual([]);
  expect(locate("in-an-attachment")).toMatchObject({
    ...{ path: "attachment creds.txt", reference: "att9", author: "u2", url: `${origin}/wiki/pages/x?preview=9` },
    again: "GET /wiki/rest/api/content/77/child/attachment/att9/download",
  });
  expect(locate("at-a-line")).toMatchObject({ path: "Re: Page inline comment", url: `${origin}/wiki/pages/y` });
  expect(store.asked).toEqual([{ path: "/file/1/binary?token=signed-for-minutes", authorization: undefined }]);
  // as it ships, it names Atlassian's alone
  const { unreadable: refused } = await read(example("confluence-cloud.yaml"), origin);
  expect(refused).toMatchObject([{ path: "attachment creds.txt", reason: "elsewhere", detail: expect.not.stringContaining("signed-for-minutes") }]);
  expect(store.asked).toHaveLength(1);
  expect(asked.filter(({ path: at }) => at.endsWith("/download"))).toHaveLength(2);
});

test("GitLab: what is uploaded to the projects that the token maintains, newest first until one was there before", async () => {
  const { origin, asked } = await system((url, response) => {
    if (url.pathname === "/api/v4/issues") return [];
    if (url.pathname === "/api/v4/projects") return [{ id: 42, path_with_namespace: "acme/shop", web_url: "https://gitlab.example.test/acme/shop" }];
    if (url.pathname === "/api/v4/projects/42/uploads/2") return Buffer.from("KEY=in-an-upload");
    if (url.pathname !== "/api/v4/projects/42/uploads") return status(response, 404);
    const upload = (id: number, created: string) => ({ id, size: 16, filename: `${id}.txt`, created_at: created, uploaded_by: { id: 18, username: "eileen" } });
    return [upload(2, "2026-03-02T12:00:00Z"), upload(1, "2026-01-01T00:00:00Z")];
  });
  const { locate, unreadable } = await read(example("gitlab.yaml"), origin, new Date("2026-03-02T10:00:00Z"));
  expect(unreadable).toEqual([]);
  expect(locate("in-an-upload")).toMatchObject({
    ...{ path: "acme/shop upload 2.txt", reference: "2", author: "eileen", at: "2026-03-02T12:00:00.000Z", url: "https://gitlab.example.test/acme/shop" },
    again: "GET /projects/42/uploads/2",
  });
  expect(asked.map(({ path: at }) => at)).toContain("/api/v4/projects?min_access_level=40&simple=true&order_by=id&sort=asc&per_page=100");
});

describe("walls", () => {
  test("a file is sent on to no host that is not named, and back to its own only before it left", async () => {
    const there = await system((url, response) => {
      if (url.pathname === "/back") return status(response, 302, { location: `${here.origin}/files/inner` });
      return Buffer.from("KEY=from-elsewhere");
    });
    const here = await system((url, response): unknown => {
      switch (url.pathname) {
        case "/issues":
          return issue(...["away", "back", "moved", "round", "inner"].map((id) => ({ id, name: id })));
        case "/files/away":
          return status(response, 302, { location: `${there.origin}/x?token=signed` });
        case "/files/back":
          return status(response, 302, { location: `${there.origin}/back` });
        case "/files/moved":
          return status(response, 301, { location: "/files/inner" });
        case "/files/round":
          return status(response, 302, { location: "/files/round" });
        default:
          return Buffer.from("KEY=at-home");
      }
    });
    const unnamed = await read(tracker(), here.origin);
    expect(reasons(unnamed.unreadable)).toEqual(["OPS-1 attachment away: elsewhere", "OPS-1 attachment back: elsewhere", "OPS-1 attachment round: elsewhere"]);
    expect(unnamed.locate("at-home")?.path).toBe("OPS-1 attachment moved");
    expect(there.asked).toEqual([]);
    here.asked.splice(0);
    const named = await read(tracker(`request: GET /files/{{file}}\n      elsewhere: ["${there.origin}"]`), here.origin);
    expect(named.locate("from-elsewhere")?.path).toBe("OPS-1 attachment away");
    expect(there.asked.every(({ authorization }) => authorization === undefined)).toBe(true);
    // whoever left comes back without it
    const inner = here.files().filter(({ path: at }) => at === "/files/inner");
    expect(inner.map(({ authorization }) => authorization)).toEqual([undefined, `Bearer ${secret}`, `Bearer ${secret}`]);
  });

  test("what a named host stands for is looked at too: an address of cloud metadata is not connected to", async () => {
    const metadata = "http://169.254.169.254";
    const here = await system((url, response) =>
      url.pathname === "/issues" ? issue({ id: "1", name: "a" }) : status(response, 302, { location: `${metadata}/latest` }),
    );
    const { unreadable } = await read(tracker(`request: GET /files/{{file}}\n      elsewhere: ["${metadata}"]`), here.origin);
    expect(reasons(unreadable)).toEqual(["OPS-1 attachment a: elsewhere"]);
  });

  test("an address in a row is asked at the own origin alone", async () => {
    const there = await system(() => Buffer.from("x"));
    const here = await system((url) =>
      url.pathname === "/issues"
        ? issue(
            { id: "1", name: "a", at: null, link: "/files/a" },
            { id: "2", name: "b", link: `${there.origin}/b` },
            { id: "3", name: "c", link: "javascript:x" },
          )
        : Buffer.from("KEY=by-its-address"),
    );
    const { locate, unreadable } = await read(tracker("address: link"), here.origin);
    expect(locate("by-its-address")).toMatchObject({ path: "OPS-1 attachment a", reference: "1", url: `${here.origin}/browse/OPS-1` });
    expect(locate("by-its-address")).not.toHaveProperty("again");
    expect(reasons(unreadable)).toEqual(["OPS-1 attachment b: elsewhere", "OPS-1 attachment c: malformed"]);
    expect(there.asked).toEqual([]);
  });

  test("an id that would lead to another path is not sent; a file that says neither request nor address is refused", async () => {
    const here = await system((url) => (url.pathname === "/issues" ? issue({ id: "../admin", name: "a" }) : Buffer.from("x")));
    expect(reasons((await read(tracker(), here.origin)).unreadable)).toEqual(["OPS-1 attachment a: malformed"]);
    expect(here.files()).toEqual([]);
    expect(() => tracker("what: attachment")).toThrow("either how it is fetched");
    expect(() => tracker("request: GET /files/{{file}}\n      address: link")).toThrow("either how it is fetched");
    expect(() => tracker("request: GET /files/{{project}}")).toThrow("uses {{project}}, which no `values` above it gives");
    expect(() => tracker('request: GET /files/{{file}}\n      elsewhere: ["https://a.example.com/x"]')).toThrow("must be like https://files.example.com");
    expect(() => tracker("request: POST /files/{{file}}")).toThrow(/files\.request/);
  });
});

describe("limits", () => {
  const megabytes = (n: number) => Buffer.alloc(n * 1024 * 1024, "x\n");

  test("what is larger, by its word or in truth, is told; what came before is looked through, and a picture is left after its beginning", async () => {
    const picture = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), megabytes(3)]);
    const bomb = gzipSync(megabytes(40));
    const bytes: Record<string, Buffer> = { lies: Buffer.concat([Buffer.from("KEY=at-the-start\n"), megabytes(3)]), picture, bomb };
    const { origin, files } = await system((url) =>
      url.pathname === "/issues"
        ? issue(
            ...[
              { id: "large", name: "large", size: 2 * 1024 * 1024 },
              { id: "lies", name: "lies", size: 10 },
              { id: "picture", name: "picture", size: 10 },
              { id: "bomb", name: "bomb", size: 10 },
            ],
          )
        : bytes[url.pathname.split("/").at(-1) ?? ""],
    );
    const { unreadable, locate, seen } = await read(tracker("request: GET /files/{{file}}\n      mostMegabytes: 1"), origin);
    expect(reasons(unreadable)).toEqual([
      "OPS-1 attachment large: too_large",
      "OPS-1 attachment lies: too_large",
      "OPS-1 attachment picture: media",
      "OPS-1 attachment bomb: bomb",
    ]);
    expect(unreadable[1]).toMatchObject({ below: "/files/lies", lasting: true });
    expect(locate("at-the-start")?.path).toBe("OPS-1 attachment lies");
    expect(files().map(({ path: at }) => at)).toEqual(["/files/lies", "/files/picture", "/files/bomb"]);
    // what was not read to its end is not said to have been
    expect(seen.filter(({ inside }) => inside).map(({ reference }) => reference)).toEqual(["picture"]);
  });

  test("of a row with too many, the first are fetched and the rest is told", async () => {
    const { origin, files } = await system((url) =>
      url.pathname === "/issues" ? issue(...Array.from({ length: 1_003 }, (_, n) => ({ id: `${n}`, name: "n", media: "image/png" }))) : Buffer.from("x"),
    );
    const { unreadable } = await read(tracker(), origin);
    expect(unreadable.at(-1)).toMatchObject({ path: "OPS-1 attachment", reason: "too_many", detail: "the first 1000 of 1003 were fetched" });
    expect(files()).toEqual([]);
  });
});

describe("what fails", () => {
  const several = (...ids: string[]) => issue(...ids.map((id) => ({ id, name: id })));

  test("a file that is refused, gone or breaks off is told, and the rest is read; the list counts as read only where that lasts", async () => {
    let broken = true;
    const { origin } = await system((url, response) => {
      if (url.pathname === "/issues") return several("no", "gone", "cut", "good");
      if (url.pathname === "/files/no") return status(response, 403);
      if (url.pathname === "/files/gone") return status(response, 404);
      if (url.pathname === "/files/good" || !broken) return Buffer.from("KEY=all-the-same");
      response.writeHead(200, { "content-length": "1000" }).write("KEY=before-the-end\n");
      setTimeout(() => response.destroy(), 20);
    });
    const first = await read(tracker(), origin);
    expect(reasons(first.unreadable)).toEqual(["OPS-1 attachment no: not_allowed", "OPS-1 attachment gone: vanished", "OPS-1 attachment cut: timed_out"]);
    expect(first.locate("all-the-same")?.path).toBe("OPS-1 attachment good");
    expect(first.settled).toEqual([]);
    broken = false;
    expect((await read(tracker(), origin)).settled).toEqual(["GET /issues"]);
  });

  test.each([401, 500])("several in a row with %i end the fetching, not the reading", async (code) => {
    const { origin, files } = await system((url, response) => {
      if (url.pathname === "/issues") return several("1", "2", "3", "4", "5");
      return url.pathname.startsWith("/files/") ? status(response, code) : [];
    });
    const { unreadable, texts } = await read(tracker(), origin);
    expect(unreadable.map(({ reason }) => reason)).toEqual(Array(5).fill(code === 401 ? "not_allowed" : "faulty"));
    expect(files()).toHaveLength(3);
    expect(texts.map(({ text }) => text)).toEqual(["text"]);
  });

  test("the system's wish for a pause holds for files too", async () => {
    let limited = 0;
    const { origin, files } = await system((url, response) => {
      if (url.pathname === "/issues") return several("1");
      return limited++ === 0 ? status(response, 429, { "retry-after": "0" }) : Buffer.from("KEY=after-a-pause");
    });
    const { locate, unreadable } = await read(tracker(), origin);
    expect([locate("after-a-pause")?.reference, unreadable, files().length]).toEqual(["1", [], 2]);
  });

  test("a way in that fetches no files says so of each", async () => {
    const { origin } = await system((url) => (url.pathname === "/issues" ? several("1") : Buffer.from("x")));
    const { connection } = connectionTo(origin);
    const { request } = connection.http;
    const { unreadable } = await readPieces(restSource(tracker(), { ...connection, http: { request } }, { channel: "ticket", prose: true }));
    expect(unreadable).toMatchObject([{ reason: "faulty", detail: expect.stringContaining("fetches no files") }]);
  });
});

test("with a row that changed, what hung on it before is not fetched again", async () => {
  const { origin, files } = await system((url) =>
    url.pathname === "/issues"
      ? issue(
          { id: "old", name: "old", at: "2026-01-01T00:00:00Z" },
          { id: "new", name: "new", at: "2026-03-02T11:00:00Z" },
          { id: "undated", name: "undated" },
        )
      : Buffer.from("x"),
  );
  await read(tracker(), origin, new Date("2026-03-02T10:00:00Z"));
  expect(files().map(({ path: at }) => at)).toEqual(["/files/new", "/files/undated"]);
  await read(tracker(), origin);
  expect(files()).toHaveLength(5);
});

test("one file is read again by its own request, and by no other", async () => {
  const { origin, asked } = await system((url, response) => (url.pathname === "/files/1" ? zipOf({ "a.txt": "KEY=still-there" }) : status(response, 404)));
  const again = async (request: string) =>
    (await readPieces(restRow(tracker(), connectionTo(origin).connection, { channel: "ticket", prose: true }, request))).texts.map(({ text }) => text);
  expect(await again("GET /files/1")).toEqual(["KEY=still-there"]);
  expect(await again("GET /files/2")).toEqual([]);
  asked.splice(0);
  for (const request of ["GET /files/..", "GET /files/%2Fadmin", "GET /files/1?all", "GET /files/1/x"]) expect(await again(request)).toEqual([]);
  expect(asked).toEqual([]);
});
