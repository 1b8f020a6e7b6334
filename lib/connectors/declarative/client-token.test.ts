import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { parseRestSource } from "../../exposure/sources/rest/parse-source";
import { restSource } from "../../exposure/sources/rest/rest-source";
import { readPieces } from "../../exposure/testkit/read-pieces";
import { fingerprinter } from "../../fingerprints/pepper";
import { createVendorHttp } from "../http";
import { keptLog, testPepper } from "../testkit/open";
import { readCredentialOf } from "./credential";
import { readConnectorOf } from "./read";
import { revokerOf } from "./revoke";
import { changed, row, small } from "./testkit/small";
import { declarationInWords } from "./words";

const id = "client:ä";
const secret = "client-secret-canary-0123456789";
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A system that gives tokens of a life in seconds, and takes the last one alone; what it was asked is kept. */
async function system({ life = 3_600 as number | undefined, refuse = false, grant = undefined as unknown } = {}) {
  const asked: { line: string; body: string; authorization: string }[] = [];
  let given = 0;
  const state = { revoked: false };
  const granted = (): [number, unknown] => {
    if (refuse) return [401, { error: "invalid_client", error_description: secret }];
    state.revoked = false;
    return [200, grant ?? { access_token: `given-token-canary-${++given}`, token_type: "Bearer", ...(life === undefined ? {} : { expires_in: life }) }];
  };
  const answered = (method: string | undefined, url: string | undefined, authorization: string): [number, unknown] => {
    if (state.revoked || authorization !== `Bearer given-token-canary-${given}`) return [401, { error: "invalid_token" }];
    if (method === "DELETE") return [409, { said: authorization }];
    return [200, url === "/issues" ? [{ id: "1", body: "in-the-text" }] : { items: [row()] }];
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { authorization = "" } = request.headers;
      asked.push({ line: `${request.method} ${request.url}`, body: Buffer.concat(parts).toString("utf8"), authorization });
      const [status, body] = request.url === "/oauth/token" ? granted() : answered(request.method, request.url, authorization);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const tokens = () => asked.filter(({ line }) => line === "POST /oauth/token");
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, tokens, state };
}

const signIn = (more = "") => `authentication: { kind: client_credentials, request: POST /oauth/token${more} }`;
function opened<C extends object>(origin: string, declaration: ReturnType<typeof small>, credential: C) {
  const { log, lines } = keptLog();
  const http = createVendorHttp({ origin, ca: null, allowPrivate: true, log, limits: { retries: 0 } });
  open.push(() => void http.close());
  const connection = { id: origin, name: "x", origin, settings: { declaration }, credential, http, ...fingerprinter(testPepper()), now: () => new Date() };
  return { connection, lines };
}
const declared = (more = "") => small(["authentication: { kind: bearer }", signIn(more)]);
function reading(origin: string, declaration = declared()) {
  const { connection, lines } = opened(origin, declaration, { username: id, secret });
  const { reader } = readConnectorOf(declaration);
  if (!reader) throw new Error("a declaration always has a reader");
  return { list: () => reader.listTokens(connection, null), check: () => reader.check(connection), lines };
}

describe("a client's id and secret", () => {
  test("are shown for a token once, which then signs every call until it is about to end", async () => {
    const { origin, asked, tokens } = await system();
    const { list, lines } = reading(origin, declared(", scope: tokens.read"));
    for (let n = 0; n < 3; n++) expect((await list()).items).toHaveLength(1);
    expect(tokens()).toEqual([
      {
        line: "POST /oauth/token",
        body: "grant_type=client_credentials&scope=tokens.read",
        authorization: `Basic ${Buffer.from(`client%3A%C3%A4:${secret}`).toString("base64")}`,
      },
    ]);
    expect(asked.slice(1).every(({ authorization }) => authorization === "Bearer given-token-canary-1")).toBe(true);
    expect(lines.join("")).not.toContain("canary");
  });

  test("stand in the body where the file says so", async () => {
    const { origin, tokens } = await system();
    await reading(origin, declared(", as: form")).list();
    expect(tokens()).toMatchObject([{ body: `grant_type=client_credentials&client_id=client%3A%C3%A4&client_secret=${secret}`, authorization: "" }]);
  });

  test("are shown again for a token that is about to end, and after one that is taken no more; nothing is sent twice for it", async () => {
    const short = await system({ life: 30 });
    const { list } = reading(short.origin);
    await list();
    await list();
    expect(short.tokens()).toHaveLength(2);
    const ended = await system();
    const other = reading(ended.origin);
    await other.list();
    ended.state.revoked = true;
    await expect(other.list()).rejects.toMatchObject({ kind: "credential" });
    expect(ended.tokens()).toHaveLength(1);
    expect((await other.list()).items).toHaveLength(1);
    expect(ended.tokens()).toHaveLength(2);
  });

  test("asked for by several calls at once, are shown once", async () => {
    const { origin, tokens } = await system();
    const { list } = reading(origin);
    await Promise.all([list(), list(), list()]);
    expect(tokens()).toHaveLength(1);
  });

  test.each<[string, Parameters<typeof system>[0], string]>([
    ["a refusal", { refuse: true }, "was refused (401)"],
    ["another kind of token", { grant: { access_token: "given-token-canary-x", token_type: "mac" } }, "holds no bearer token"],
    ["no token", { grant: {} }, "holds no bearer token"],
  ])("%s is told with what to look at, and repeats nothing of the answer", async (_name, ways, sentence) => {
    const { origin } = await system(ways);
    const { list, check, lines } = reading(origin);
    await expect(list()).rejects.toMatchObject({ name: "VendorFault", message: expect.stringContaining(sentence) });
    const health = await check();
    expect(health).toMatchObject({ ok: false });
    expect(JSON.stringify(health) + lines.join("")).not.toContain("canary");
  });

  test("and the token given for them stand in no evidence, though the system repeats it", async () => {
    const { origin } = await system();
    const declaration = declared();
    const { connection } = opened(origin, declaration, { username: id, secret, control: "control-0123456789" });
    const target = {
      class: "api_key",
      handle: { id: "t1" },
      name: "one",
      creator: null,
      created: null,
      scopes: [],
      environment: null,
      fingerprint: null,
    } as const;
    const fence = { execution: "e", fence: 1n, idempotencyKey: "k" };
    const applied = await revokerOf(declaration).apply(connection, "dead", { ...target, scopes: [] }, fence, null);
    expect(applied).toMatchObject({ kind: "unknown", evidence: expect.stringContaining("409") });
    expect(JSON.stringify(applied)).not.toContain("given-token-canary");
  });

  test("go with a name, and are said in words; a token endpoint elsewhere is refused", () => {
    expect(readCredentialOf(declared()).safeParse({ username: "client", secret }).success).toBe(true);
    expect(readCredentialOf(declared()).safeParse({ secret }).success).toBe(false);
    expect(JSON.stringify(declarationInWords(declared(", scope: a b")))).toContain(
      "given for client id and secret by POST /oauth/token (Authorization: Basic, scope a b)",
    );
    expect(() => changed(["authentication: { kind: bearer }", signIn()])).not.toThrow();
    for (const request of ["POST https://login.example.com/token", "GET /oauth/token", "POST //login.example.com/token", "POST /{{secret}}"])
      expect(() => small(["authentication: { kind: bearer }", `authentication: { kind: client_credentials, request: "${request}" }`])).toThrow();
  });
});

test("a source of texts signs in by them too", async () => {
  const { origin, tokens } = await system();
  const source = parseRestSource(
    `
format: countersign/source/1
system: Tracker
channel: ticket
${signIn()}
lists:
  - { what: issue, request: GET /issues, rows: $, paging: { kind: none }, id: id, texts: [body] }
`,
    "tracker",
  );
  const { connection } = opened(origin, declared(), { username: id, secret });
  const { texts } = await readPieces(restSource(source, connection, { channel: "ticket", prose: true }));
  expect(texts.map(({ text }) => text)).toEqual(["in-the-text"]);
  expect(tokens()).toHaveLength(1);
});
