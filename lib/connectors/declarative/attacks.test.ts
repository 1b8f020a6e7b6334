import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Target } from "../contract";
import { createVendorHttp } from "../http";
import { FaultyProxy } from "../testkit/faulty-proxy";
import { keptLog } from "../testkit/open";
import { VendorFault } from "../vendor-http";
import { nextLink } from "./link-header";
import { readConnectorOf } from "./read";
import { revokerOf } from "./revoke";
import { fillHeader, fillPath } from "./template";
import { scripted } from "./testkit/scripted-http";
import { row, small } from "./testkit/small";

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "..",
    ".",
    "../users/1",
    "..\\users",
    "%2e%2e",
    "a/b",
    "a?b=c",
    "a#b",
    "//evil.test",
    "https://evil.test",
    "a\r\nX: y",
    "{{secret}}",
    "$&",
    "\ud800",
    "ä",
    "a b",
    "@evil.test",
    ":80",
  ),
);
const origin = "https://api.example.com";
const target = (id: string): Target => ({
  ...{ class: "api_key", handle: { id }, name: "one", creator: null, created: null, scopes: [], environment: null, fingerprint: null },
});
const reader = (declaration = small()) => {
  const { reader: found } = readConnectorOf(declaration);
  if (!found) throw new Error("no reader");
  return found;
};

describe("what a token is called", () => {
  test("cannot leave the origin or its own part of the path, or begin a query", () => {
    fc.assert(
      fc.property(text, (id) => {
        let filled: string;
        try {
          filled = fillPath("/tokens/{{id}}/end?x={{id}}", { id }).path;
        } catch (error) {
          return error instanceof VendorFault && !error.sent;
        }
        const url = new URL(filled, origin);
        const parts = url.pathname.split("/");
        return (
          url.origin === origin &&
          url.hash === "" &&
          parts.length === 4 &&
          parts[1] === "tokens" &&
          parts[3] === "end" &&
          decodeURIComponent(parts[2] ?? "") === id &&
          [...url.searchParams.keys()].join() === "x" &&
          url.searchParams.get("x") === id
        );
      }),
      { numRuns: 500 },
    );
  });

  test("cannot break out of a header", () => {
    fc.assert(
      fc.property(text, (id) => {
        try {
          return /^key [\x20-\x7e]+$/.test(fillHeader("key {{id}}", { id }));
        } catch (error) {
          return error instanceof VendorFault;
        }
      }),
    );
  });

  test("is sent as one path or not at all, and never takes a placeholder's name for a value", async () => {
    for (const id of ["..", "../users/7", "a\\b", "a/b", "\u0000"]) {
      const { connection, asked } = scripted({ secret: "own-credential-1", control: "control-credential" }, () => ({ json: {} }));
      const applied = await revokerOf(small()).apply(connection, "dead", target(id), { execution: "e", fence: 1n, idempotencyKey: "k" }, null);
      expect([applied.kind, applied.status, asked.length]).toEqual(["unknown", null, 0]);
    }
    expect(fillPath("/t/{{id}}", { id: "{{secret}}", secret: "s3cret" }).path).toBe("/t/%7B%7Bsecret%7D%7D");
  });
});

describe("a hostile listing", () => {
  const many = (value: unknown) => ({ json: { items: [row(), value, row({ id: "t2", name: "two", secret: "secret-of-two-0123456789" })] } });
  const hostile: [string, unknown][] = [
    ["no object", 42],
    ["null", null],
    ["an id that is an object", row({ id: { $gt: "" } })],
    ["an id too long for a number", row({ id: 1.2345678901234567e19 })],
    ["no id", row({ id: null })],
    ["half a character as id", row({ id: "\ud800" })],
    ["no secret", row({ secret: null })],
    ["a secret that is a list", row({ secret: ["a-secret-0123456789"] })],
    ["a date of nowhere", row({ created: "yesterday" })],
    ["a date without its zone", row({ created: "2026-05-01T12:00:00" })],
    ["a date in another unit", row({ created: 1777636800 })],
    ["a name of a megabyte", row({ name: "x".repeat(1_000_000) })],
    ["scopes that are objects", row({ scopes: [{ toString: 1 }] })],
  ];
  test.each(hostile)("%s is one counted reject, without the value, and costs no other", async (_name, value) => {
    const { connection } = scripted({ secret: "own-credential-1" }, () => many(value));
    const page = await reader().listTokens(connection, null);
    expect(page.items.map(({ name }) => name)).toEqual(["one", "two"]);
    expect(page.rejected).toHaveLength(1);
    expect(inspect(page, { depth: 9 })).not.toMatch(/secret-of|a-secret/);
    expect(page.rejected[0]?.reason.length).toBeLessThan(200);
  });

  test("NUL, bidi marks and own fields of objects come out as harmless text", async () => {
    const body = `{"items":[{"id":"a","name":"x\\u0000y","secret":"secret-of-one-0123456789","__proto__":{"env":"production"},"constructor":1}]}`;
    const { connection } = scripted({ secret: "own-credential-1" }, () => ({ text: body }));
    const { items } = await reader(small(["environment: env", "environment: constructor.name"])).listTokens(connection, null);
    expect(items[0]).toMatchObject({ name: "x\uFFFDy", environment: null });
  });

  test("an environment, a reach and an expiry that the file does not know are unknown, not harmless", async () => {
    const { connection } = scripted({ secret: "own-credential-1" }, () => ({ json: { items: [row({ env: null, level: "superuser", expires: null })] } }));
    const unknown = small(["absent: never", "absent: unknown"]);
    expect((await reader(unknown).listTokens(connection, null)).items[0]).toMatchObject({
      environment: null,
      reach: null,
      expiry: { kind: "unknown" },
      lastUsed: null,
    });
  });

  test("a Link header is read once from its beginning to its end, however long", () => {
    expect(nextLink(`<${"a,".repeat(200_000)}`)).toBeNull();
    expect(nextLink('<https://a.test/?p=2>; rel="prev"; x="a,b", </x>; rel=next')).toBe("/x");
    expect(nextLink(`${"<x>; rel=prev, ".repeat(50_000)}<y>; rel="next"`)).toBe("y");
  });

  test.each(["next", "link"])("a next page elsewhere (%s) is refused, and nothing goes there", async (kind) => {
    const stranger = await FaultyProxy.start("http://127.0.0.1:9");
    const paging = kind === "next" ? "paging: { kind: next, path: next }" : "paging: { kind: link }";
    for (const next of [
      `${stranger.origin}/tokens`,
      `//127.0.0.1:${new URL(stranger.origin).port}/t`,
      "https://api.example.com@evil.test/",
      "https://u:p@api.example.com/",
    ]) {
      const { connection, asked } = scripted({ secret: "own-credential-1" }, () => ({
        json: { items: [row()], next },
        headers: { link: `<${next}>; rel="next"` },
      }));
      await expect(reader(small(["paging: { kind: none }", paging])).listTokens(connection, null)).rejects.toMatchObject({ kind: "left_origin" });
      expect(asked).toHaveLength(1);
    }
    expect(stranger.seen).toEqual([]);
    await stranger.close();
  });
});

test("neither faults nor the log hold the connection's credential, the control or the token, whatever the system answers", async () => {
  const { log, lines } = keptLog();
  const [own, control, secret] = ["own-credential-canary-51", "control-canary-52", "token-canary-53-0123456789"];
  const bySecret = small(["DELETE /tokens/{{id}}", "DELETE /tokens/{{secret}}"]);
  const vendor = await FaultyProxy.start("http://127.0.0.1:9");
  const http = createVendorHttp({ origin: vendor.origin, ca: null, allowPrivate: true, log, limits: { retries: 0, totalMilliseconds: 500 } });
  const { connection } = scripted({ secret: own, control }, () => ({}));
  const open = { ...connection, origin: vendor.origin, http };
  const print = connection.fingerprint(secret);
  const signed: Target = { ...target("t1"), fingerprint: { kind: print.kind, value: print.value } };
  const said: string[] = [];
  for (const status of [200, 400, 401, 403, 404, 429, 500, 302]) {
    vendor.break({
      kind: "answer",
      status,
      body: JSON.stringify({ echo: [own, control, secret, Buffer.from(`x:${own}`).toString("base64")] }),
      headers: { location: `/${secret}` },
    });
    const revoker = revokerOf(bySecret);
    for (const call of [
      reader().listTokens(open, null),
      reader().check(open),
      revoker.describe(open, signed),
      revoker.apply(open, "dead", signed, { execution: "e", fence: 1n, idempotencyKey: "k" }, secret),
      revoker.probe(open, signed, secret, "dead"),
    ])
      said.push(await call.then((result) => inspect(result, { depth: 9 })).catch((error: Error) => `${inspect(error, { showHidden: true })}${error.stack}`));
  }
  await vendor.close();
  expect(lines.length).toBeGreaterThan(20);
  for (const canary of [own, control, secret]) expect([...said, ...lines].join("\n")).not.toContain(canary);
});
