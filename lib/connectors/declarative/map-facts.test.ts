import { inspect } from "node:util";
import { expect, test } from "vitest";
import { keptLog, openForTest, testPepper } from "../testkit/open";
import { tokenOf } from "./map-token";
import { parseDeclaration } from "./parse-declaration";
import { mapRows } from "./row";
import { changed, row, small } from "./testkit/small";
import { declarationInWords } from "./words";

// What few systems tell: when a secret was replaced, which scopes were used, whom a grant is for, what ends several at once, and families of ephemeral secrets.

const used = "    lastUsed: used\n";
const told = small([
  used,
  `${used}    rotated: { path: replaced, format: unix_seconds }
    scopesUsed: [recent]
    thirdParty: { path: app.owner, when: { body: { app.external: true } } }
    parentKey: key.name
`,
]);
const family = small(["class: api_key", "class: ephemeral_secret"], [used, `${used}    family: { count: leases, longestSeconds: ttl }\n`]);
const connection = openForTest({ origin: "http://localhost", credential: {}, settings: {}, log: keptLog().log, pepper: testPepper() });
const read = (declaration: ReturnType<typeof small>, fields: Record<string, unknown> = {}) =>
  mapRows(
    [row(fields)],
    (each) => tokenOf(declaration, connection, each),
    () => "t1",
  );
const one = (declaration: ReturnType<typeof small>, fields: Record<string, unknown> = {}) => read(declaration, fields).items[0];
const problems = (text: string) => {
  const parsed = parseDeclaration(text);
  return "problems" in parsed ? parsed.problems.map(({ path, reason }) => `${path} ${reason}`) : [];
};

test("what the row tells is told with its source, and what it does not tell is unknown", () => {
  const source = "Small token list";
  const app = { owner: "Billing Ltd", external: true };
  expect(one(told, { replaced: 1_777_000_000, recent: ["b", "b"], app, key: { name: "signing-7" } })).toMatchObject({
    rotated: { at: new Date(1_777_000_000_000), source },
    scopesUsed: { scopes: ["b"], source },
    thirdParty: "Billing Ltd",
    parentKey: "signing-7",
    family: null,
  });
  const silent = { rotated: null, scopesUsed: null, thirdParty: null, parentKey: null, family: null };
  expect(one(told)).toMatchObject(silent);
  expect(one(small())).toMatchObject(silent);
});

test("an empty list of used scopes says that none was used; a grant of the organization's own is nobody else's", () => {
  expect(one(told, { recent: [] })?.scopesUsed).toMatchObject({ scopes: [] });
  expect(one(told, { recent: null })?.scopesUsed).toBeNull();
  expect(one(told, { app: { owner: "Us", external: false } })?.thirdParty).toBeNull();
});

test("a family says how many and how long; a part that is missing is unknown", () => {
  expect(one(family, { leases: 12, ttl: "3600" })?.family).toEqual({ count: 12, longestSeconds: 3600 });
  expect(one(family, { leases: 12 })?.family).toEqual({ count: 12, longestSeconds: null });
  expect(one(family)?.family).toBeNull();
});

test("what can't be used is a reject by its field, and a secret in the place of a name never comes out", () => {
  const secret = "secret-of-one-0123456789";
  const cases = [
    [family, { ttl: -1 }, "family.longestSeconds"],
    [family, { leases: 1.5 }, "family.count"],
    [told, { replaced: "yesterday" }, "rotated"],
    [told, { key: { name: secret } }, "parentKey"],
    [told, { key: { name: "n".repeat(501) } }, "parentKey"],
    [told, { app: { owner: `of ${secret}`, external: true } }, "thirdParty"],
  ] as const;
  for (const [declaration, fields, field] of cases) {
    const { items, rejected } = read(declaration, fields);
    expect([items, rejected.map((reject) => reject.field)]).toEqual([[], [field]]);
    expect(inspect(rejected)).not.toContain(secret);
  }
});

test("a file that says what can't be is refused, and one that says these is signed with them in words", () => {
  expect(problems(changed([used, `${used}    family: { count: leases }\n`]))).toEqual([expect.stringContaining("is of the class ephemeral_secret alone")]);
  expect(problems(changed(['    scopes: ["scopes[]"]\n', "    scopesUsed: [recent]\n"]))).toEqual([expect.stringContaining("needs `scopes`")]);
  expect(problems(changed(["class: api_key", "class: ephemeral_secret"], [used, `${used}    family: {}\n`]))).toEqual([
    expect.stringContaining("names nothing"),
  ]);
  const words = declarationInWords(told).map(({ value }) => value);
  expect(words.some((value) => value.includes("parentKey = key.name") && value.includes("thirdParty = "))).toBe(true);
});
