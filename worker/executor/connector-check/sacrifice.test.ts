import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { declarationOf } from "../../../lib/connectors/declarative/testkit/example";
import { changed, row } from "../../../lib/connectors/declarative/testkit/small";
import { createVendorHttp } from "../../../lib/connectors/http";
import { keptLog } from "../../../lib/connectors/testkit/open";
import { type CheckInput, checkConnector } from "./check-connector";

const control = "secret-of-control-0123456789";
const master = "secret-of-the-connection-01234";
const secretOf = (id: string) => `secret-of-${id}-0123456789`;
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

type Answer = { status: number; body: unknown };
interface Ways {
  /** what a disabled token is told at the door */
  disabled: Answer;
  /** what one that nobody has is told */
  unknown: Answer;
  /** whether its OK to disabling is true */
  disables: boolean;
}
const right: Ways = { disabled: { status: 403, body: { error: "disabled" } }, unknown: { status: 401, body: { error: "invalid_token" } }, disables: true };

/** The small system over HTTP, with tokens that can be ended and disabled; it answers in the ways given. */
async function system(ways: Partial<Ways> = {}) {
  const { disabled, unknown, disables } = { ...right, ...ways };
  const tokens = new Map(["one", "two", "three"].map((id) => [id, true]));
  const asked: string[] = [];
  const atDoor = (bearer: string): Answer => {
    const holder = [...tokens.keys()].find((each) => secretOf(each) === bearer);
    if (bearer === control || (holder && tokens.get(holder))) return { status: 200, body: { id: 1 } };
    return holder ? disabled : unknown;
  };
  const answerTo = (method: string, url: string, bearer: string): Answer => {
    const [, , id = ""] = url.split("/");
    if (url === "/me") return atDoor(bearer);
    if (bearer !== master) return { status: 401, body: {} };
    if (url === "/tokens") return { status: 200, body: { items: [...tokens.keys()].map((each) => rowOf(each)) } };
    if (!tokens.has(id)) return { status: 404, body: { error: "not_found" } };
    if (method === "DELETE") tokens.delete(id);
    if (method === "PATCH" && disables) tokens.set(id, false);
    return { status: 200, body: rowOf(id) };
  };
  const rowOf = (id: string) => row({ id, name: id, secret: secretOf(id) });
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const { status, body } = answerTo(request.method ?? "", request.url ?? "", request.headers.authorization?.replace("Bearer ", "") ?? "");
    response.writeHead(status, { "content-type": "application/json", connection: "close" }).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tokens, changes: () => asked.filter((line) => !line.startsWith("GET ")) };
}

/** A check on a clock of its own; nothing of it holds a secret. */
async function check({ origin }: { origin: string }, changes: [string, string][], more: Partial<CheckInput>) {
  const { log, lines } = keptLog();
  const said: string[] = [];
  let seconds = 0;
  const report = await checkConnector({
    ...{ declaration: declarationOf(changed(...changes)), origin, sacrifice: null, read: { secret: master }, revoke: { secret: master, control } },
    http: createVendorHttp({ origin, ca: null, allowPrivate: true, log, limits: { retries: 0 } }),
    now: () => new Date(seconds * 1000),
    wait: async (milliseconds) => {
      seconds += milliseconds / 1000;
    },
    onProgress: (line) => void said.push(line),
    ...more,
  });
  const everything = [...said, ...lines, JSON.stringify(report)].join("\n");
  for (const secret of [master, control, ...["one", "two", "three"].map(secretOf)]) expect(everything).not.toContain(secret);
  return (name: string) => report.steps.find(({ step }) => step === name);
}

describe("disabling", () => {
  test("is tried on the one token that was named for it, and proven in the file's own shape; the others stay as they are", async () => {
    const fake = await system();
    const of = await check(fake, [], { sacrificeDisabled: "two" });
    expect(of("sacrifice_disabled")).toMatchObject({ verdict: "good", says: expect.stringMatching(/^two is proven disabled: \d+ refusals/) });
    expect(of("sacrifice")).toBeUndefined();
    expect([...fake.tokens]).toEqual([
      ["one", true],
      ["two", false],
      ["three", true],
    ]);
    expect(fake.changes()).toEqual(["PATCH /tokens/two"]);
  });

  test("and ending, both asked for, are tried each on its own token", async () => {
    const fake = await system();
    const of = await check(fake, [], { sacrificeDisabled: "two", sacrifice: "three" });
    expect([of("sacrifice_disabled")?.verdict, of("sacrifice")?.verdict]).toEqual(["good", "good"]);
    expect([...fake.tokens]).toEqual([
      ["one", true],
      ["two", false],
    ]);
  });

  test.each<[string, Partial<Ways>, [string, string][], string]>([
    ["a system that says it otherwise", { disabled: { status: 403, body: { error: "blocked" } } }, [], '403 {"error":"blocked"}'],
    [
      "a file without a shape of its own, where the system has one",
      {},
      [["  disabled: [{ status: 403, body: { error: disabled } }]\n", ""]],
      '403 {"error":"disabled"}',
    ],
    ["a system that says it did, and did not", { disables: false }, [], "gave alive"],
  ])("%s is not proven, which is said with what came and what was expected", async (_name, ways, changes, came) => {
    const fake = await system(ways);
    const step = (await check(fake, changes, { sacrificeDisabled: "two" }))("sacrifice_disabled");
    expect(step).toMatchObject({ verdict: "bad", next: expect.stringContaining("`probe.disabled`") });
    expect(step?.says).toContain(came);
    expect(step?.says).toContain(changes.length > 0 ? 'the file expects 401 with error = "invalid_token"' : 'the file expects 403 with error = "disabled"');
  });

  test("nothing is disabled without being asked for, by a file that can't, of a token that nobody named, or while anything above is wrong", async () => {
    const fake = await system();
    await check(fake, [], {});
    const cannot: [string, string][] = [
      [
        `disable:\n  request: PATCH /tokens/{{id}}\n  headers: { X-Request: "{{idempotencyKey}}" }\n  json: { enabled: false, note: "by {{idempotencyKey}}" }\n`,
        "disable: { cannot: It has no such thing. }\n",
      ],
      ["  disabled: [{ status: 403, body: { error: disabled } }]\n", ""],
    ];
    expect((await check(fake, cannot, { sacrificeDisabled: "two" }))("sacrifice_disabled")).toMatchObject({
      verdict: "not_tried",
      says: "The file disables nothing: It has no such thing.",
    });
    expect((await check(fake, [], { sacrificeDisabled: "nobody" }))("sacrifice_disabled")).toMatchObject({ verdict: "not_tried" });
    const wrong: [string, string][] = [["body: { error: invalid_token }", "body: { error: other }"]];
    expect((await check(fake, wrong, { sacrificeDisabled: "two" }))("sacrifice_disabled")).toMatchObject({ verdict: "not_tried" });
    expect(fake.changes()).toEqual([]);
    expect([...fake.tokens.values()]).toEqual([true, true, true]);
  });
});

describe("answers from which nothing follows", () => {
  test("pass for no death in a file with the system's own words, and nothing is sent for it", async () => {
    const fake = await system();
    expect((await check(fake, [], {}))("empty_answers")).toMatchObject({ verdict: "good" });
  });

  test.each<[string, [string, string], string]>([
    [
      "a death by the status alone",
      ["dead: [{ status: 401, body: { error: invalid_token } }]", "dead: [{ status: 401 }]"],
      "the status of death in other words (401)",
    ],
    [
      "a death by any refusal",
      ["dead: [{ status: 401, body: { error: invalid_token } }]", "dead: [{ status: 401, body: { error: invalid_token } }, { status: 404 }]"],
      "nothing of the kind (404)",
    ],
  ])("%s is caught where the system says more, and keeps anything from being sacrificed", async (_name, change, said) => {
    const fake = await system();
    const of = await check(fake, [change], { sacrifice: "two" });
    expect(of("empty_answers")).toMatchObject({ verdict: "bad", says: expect.stringContaining(said) });
    expect(of("sacrifice")).toMatchObject({ verdict: "not_tried" });
    expect(fake.changes()).toEqual([]);
  });

  test("a system that says its status and no more can't be described otherwise", async () => {
    const fake = await system({ unknown: { status: 401, body: "no" } });
    const bare: [string, string] = ["dead: [{ status: 401, body: { error: invalid_token } }]", "dead: [{ status: 401 }]"];
    expect((await check(fake, [bare], {}))("empty_answers")).toMatchObject({ verdict: "good", says: expect.stringContaining("its status alone") });
  });
});
