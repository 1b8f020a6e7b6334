import { expect, test } from "vitest";
import type { VendorRequest } from "../vendor-http";
import { readConnectorOf } from "./read";
import { scripted } from "./testkit/scripted-http";
import { row, small } from "./testkit/small";

const all = Array.from({ length: 7 }, (_, n) => row({ id: `t${n}`, name: `token ${n}`, secret: `secret-number-${n}-0123456789` }));
const parameter = ({ path }: VendorRequest, name: string) => new URL(path, "https://api.example.com").searchParams.get(name);

async function read(paging: string, reply: Parameters<typeof scripted>[1], total = "") {
  const { connection, asked } = scripted({ secret: "own-credential-1" }, reply);
  const { reader } = readConnectorOf(small(["paging: { kind: none }", `paging: ${paging}${total}`]));
  const names: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await (reader ?? fail()).listTokens(connection, cursor ?? null);
    names.push(...page.items.map(({ name }) => name));
    cursor = page.next;
    expect((cursor ?? "").length).toBeLessThan(4_000);
    expect(cursor ?? "").not.toContain("secret-number");
  }
  return { names, asked };
}
const fail = (): never => {
  throw new Error("no reader");
};
const everyName = all.map(({ name }) => name);
const countedTotal = "\n    total: total";

test("page by number: to the empty page, or to the total", async () => {
  const reply = (request: VendorRequest) => {
    const n = Number(parameter(request, "page"));
    return { json: { items: all.slice((n - 1) * 3, n * 3), total: 7 } };
  };
  const paging = "{ kind: page, parameter: page, sizeParameter: per_page, size: 3 }";
  const free = await read(paging, reply);
  expect([free.names, free.asked.length]).toEqual([everyName, 4]);
  expect(parameter(free.asked[0] ?? fail(), "per_page")).toBe("3");
  const counted = await read(paging, reply, countedTotal);
  expect([counted.names, counted.asked.length]).toEqual([everyName, 3]);
});

test("offset: each page one row early, so a list that moves is noticed", async () => {
  const paging = "{ kind: offset, parameter: skip, sizeParameter: limit, size: 3 }";
  const from = (request: VendorRequest) => Number(parameter(request, "skip"));
  const { names, asked } = await read(paging, (request) => ({ json: { items: all.slice(from(request), from(request) + 3) } }));
  expect(names).toEqual(everyName);
  expect(asked.map((request) => parameter(request, "skip"))).toEqual(["0", "2", "4", "6"]);
  // the first token is deleted after the first page
  const moving = (request: VendorRequest) => ({ json: { items: (from(request) === 0 ? all : all.slice(1)).slice(from(request), from(request) + 3) } });
  await expect(read(paging, moving)).rejects.toMatchObject({ kind: "shape", message: expect.stringContaining("moved while it was read") });
});

test("cursor, next and Link: to their end", async () => {
  const at = (request: VendorRequest) => Number(parameter(request, "after") ?? "0");
  const page = (request: VendorRequest, next: (n: number) => unknown) => ({
    items: all.slice(at(request), at(request) + 3),
    next: at(request) + 3 < 7 ? next(at(request) + 3) : null,
  });
  expect((await read("{ kind: cursor, path: next, parameter: after }", (request) => ({ json: page(request, (n) => n) }))).names).toEqual(everyName);
  expect((await read("{ kind: next, path: next }", (request) => ({ json: page(request, (n) => `/tokens?after=${n}`) }))).names).toEqual(everyName);
  expect((await read("{ kind: next, path: next }", (request) => ({ json: page(request, (n) => `https://api.example.com/tokens?after=${n}`) }))).names).toEqual(
    everyName,
  );
  const linked = (request: VendorRequest) => ({
    json: page(request, () => null),
    headers: at(request) + 3 < 7 ? { link: `</tokens?after=${at(request) + 3}>; rel="next"` } : {},
  });
  expect((await read("{ kind: link }", (request) => linked(request) as never)).names).toEqual(everyName);
});

test.each([
  ["a parameter without effect", "{ kind: page, parameter: page }", () => ({ json: { items: all } })],
  ["an offset without effect", "{ kind: offset, parameter: skip }", () => ({ json: { items: all } })],
  ["a cursor that leads back", "{ kind: cursor, path: next, parameter: after }", () => ({ json: { items: all, next: "same" } })],
  ["a next page that leads back", "{ kind: next, path: next }", () => ({ json: { items: all, next: "/tokens?x=1" } })],
])("%s ends the listing with a fault, not for ever and not as an end", async (_name, paging, reply) => {
  await expect(read(paging, reply)).rejects.toMatchObject({ kind: "shape" });
});

test("a total that is not reached, and one that is no number, are faults", async () => {
  const short = (request: VendorRequest) => ({ json: { items: parameter(request, "page") === "1" ? all : [], total: 9 } });
  await expect(read("{ kind: page, parameter: page }", short, countedTotal)).rejects.toMatchObject({
    kind: "shape",
    message: expect.stringContaining("counts 9"),
  });
  await expect(read("{ kind: page, parameter: page }", () => ({ json: { items: all, total: "7" } }), countedTotal)).rejects.toMatchObject({ kind: "shape" });
});

test("rows that the file leaves out are not counted, and the total still must be reached", async () => {
  const { connection } = scripted({ secret: "own-credential-1" }, () => ({ json: { items: [row(), row({ id: "s", secret: null, env: null })], total: 2 } }));
  const { reader } = readConnectorOf(small(["paging: { kind: none }", "paging: { kind: none }\n    total: total\n    only: { has: [secret] }"]));
  expect(await (reader ?? fail()).listTokens(connection, null)).toMatchObject({ items: [{ name: "one" }], rejected: [], expected: null });
});
