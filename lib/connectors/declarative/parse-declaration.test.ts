import fc from "fast-check";
import { expect, test } from "vitest";
import { canonical } from "../../core/canonical";
import { abilitiesOf, blindSpotsOf, effectsOf, proofOf, warningsOf } from "./abilities";
import { parseDeclaration } from "./parse-declaration";
import { Declaration, leastProof } from "./schema/declaration";
import { declarationOf, exampleText } from "./testkit/example";
import { changed, small, smallText } from "./testkit/small";
import { declarationInWords } from "./words";

const problems = (text: string) => {
  const parsed = parseDeclaration(text);
  return "problems" in parsed ? parsed.problems : [];
};
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split("\n").length;

test.each(["parse-server", "unleash"] as const)("the example %s is sound, and read again is the same to the letter", (name) => {
  const declaration = declarationOf(exampleText(name));
  expect(canonical(Declaration.parse(JSON.parse(canonical(declaration))))).toBe(canonical(declaration));
  expect(Object.values(abilitiesOf(declaration)).length).toBeGreaterThan(1);
  expect(blindSpotsOf(declaration)).not.toEqual([]);
});

const wrong: [what: string, from: string, to: string, path: string, reason: RegExp, next: RegExp][] = [
  ["a credential in the query", "{ kind: bearer }\ntokens", "{ kind: query, name: key }\ntokens", "authentication.kind", /kind/, /never go into the query/],
  ["a listing that changes", "GET /tokens\n", "POST /tokens\n", "tokens.list.request", /must be like "GET/, /without its host/],
  ["another host", "DELETE /tokens/{{id}}", "DELETE https://evil.test/{{id}}", "revoke.request", /own origin/, /DELETE \/tokens/],
  ["a host after two slashes", "DELETE /tokens/{{id}}", "DELETE //evil.test/{{id}}", "revoke.request", /must not begin with/, /./],
  ["a way up", "DELETE /tokens/{{id}}", "DELETE /tokens/../users/{{id}}", "revoke.request", /must not begin with/, /./],
  ["a way up in disguise", "DELETE /tokens/{{id}}", "DELETE /tokens/%2e%2E/users/{{id}}", "revoke.request", /must not begin with/, /./],
  ["a fragment", "DELETE /tokens/{{id}}", "DELETE /tokens/{{id}}#x", "revoke.request", /./, /./],
  ["every token at once", "DELETE /tokens/{{id}}", "DELETE /tokens", "revoke.request", /neither \{\{id\}\} nor/, /./],
  ["the secret in a query", "DELETE /tokens/{{id}}", "DELETE /tokens?t={{secret}}", "revoke.request", /into the query/, /./],
  ["an unknown placeholder", "DELETE /tokens/{{id}}", "DELETE /tokens/{{name}}", "revoke.request", /may hold/, /./],
  ["code in a placeholder", "DELETE /tokens/{{id}}", "'DELETE /tokens/{{id}}{{constructor.x}}'", "revoke.request", /./, /./],
  ["a header of the connection's", 'X-Request: "{{idempotencyKey}}"', "Host: evil.test", "disable.headers.Host", /./, /./],
  ["a line break in a header", '"{{idempotencyKey}}" }\n  json', '"a\\r\\nX: b" }\n  json', "disable.headers.X-Request", /printable/, /./],
  ["a status that proves nothing", "dead: [{ status: 401", "dead: [{ status: 503", "probe.dead.0.status", /not 429/, /Revoke a token by hand/],
  [
    "death that fits the living",
    "dead: [{ status: 401, body: { error: invalid_token } }]",
    "dead: [{ status: 200 }]",
    "probe.dead.0",
    /fits an answer of `alive`/,
    /./,
  ],
  ["life told by a status", "alive: [{ status: 200, has: [id] }]", "alive: [{ status: 200 }]", "probe.alive.0", /maintenance page/, /only a living token/],
  ["gone told by a status", "{ status: 404, body: { error: not_found } }", "{ status: 404 }", "describe.gone.0", /too little/, /no such token/],
  [
    "no look before acting",
    "describe:\n  request: GET /tokens/{{id}}\n  gone: [{ status: 404, body: { error: not_found } }]\n",
    "",
    "describe",
    /is missing/,
    /from the list/,
  ],
  [
    "a window that is too short",
    "  control: Make a token for Countersign.\n",
    "  control: Make one.\nproof: { spanSeconds: 5 }\n",
    "proof.spanSeconds",
    />=30/,
    /never for less/,
  ],
  ["a token nobody can be tried with", "    secret: secret\n", "", "probe", /neither the list nor `describe` shows it/, /cannot/],
  ["nothing that tells a token", "    id: id\n    name: name\n    secret: secret\n", "    name: name\n", "tokens.fields", /needs `id` or `secret`/, /./],
  ["a field of another name", "    creator: owner.id\n", "    creater: owner.id\n", "tokens.fields.creater", /nothing that can stand here/, /guide/],
  ["a path with a filter", "creator: owner.id", "creator: owner[?(@.x)]", "tokens.fields.creator", /not a path/, /./],
  ["a size alone", "paging: { kind: none }", "paging: { kind: offset, parameter: skip, size: 10 }", "tokens.list.paging", /together/, /kind: none, page/],
];
test.each(wrong)("%s is refused, by line, place, reason and next step", (_what, from, to, path, reason, next) => {
  const text = changed([from, to]);
  const found = problems(text);
  const problem = found.find((each) => each.path === path);
  expect(found.map((each) => each.path)).toContain(path);
  expect(problem?.reason).toMatch(reason);
  expect(problem?.next).toMatch(next);
  if (path.includes(".") && to !== "") expect(Math.abs((problem?.line ?? 0) - lineOf(text, to))).toBeLessThanOrEqual(to.split("\n").length);
});

test("what is no YAML, an alias, a tag, a key twice, two documents and too much are refused without being read further", () => {
  const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]", ...Array.from({ length: 9 }, (_, n) => `b${n}: &b${n} [${Array(9).fill(n === 0 ? "*a" : `*b${n - 1}`)}]`)].join(
    "\n",
  );
  for (const text of [
    "format: [",
    bomb,
    "system: !!js/function 'x'",
    "system: a\nsystem: b",
    "system: a\n---\nsystem: b",
    "x".repeat(64_001),
    "",
    "[".repeat(30_000),
    "- 1",
    "null",
  ]) {
    const found = problems(text);
    expect(found.length).toBeGreaterThan(0);
    for (const { line, reason, next } of found) expect([line > 0, reason !== "", next !== ""]).toEqual([true, true, true]);
  }
  expect(problems(changed(["authentication:", "__proto__: { polluted: true }\nauthentication:"])).length).toBeGreaterThan(0);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("whatever text is given, it is refused in words or sound, and a sound one never proves faster than any connector may", () => {
  const pieces = fc.constantFrom(
    ...smallText.split("\n"),
    "  x: {{",
    "&a",
    "*a",
    "- ",
    "\t",
    "'",
    '"',
    "revoke:",
    "proof: { lagSeconds: 1 }",
    "\u0000",
    "\ud800",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (lines) => {
      const parsed = parseDeclaration(lines.join("\n"));
      if ("problems" in parsed) return parsed.problems.every(({ line, next }) => line > 0 && next !== "");
      const { refusals, spanMilliseconds, knownLagSeconds, control } = proofOf(parsed.declaration);
      return refusals >= leastProof.refusals && spanMilliseconds >= 30_000 && knownLagSeconds >= 120 && control;
    }),
    { numRuns: 300 },
  );
});

test("what a file can't do is said with its reason, and what is worth a second look is said too", () => {
  const noRevoking = small(
    ["revoke:\n  request: DELETE /tokens/{{id}}\n", "revoke: { cannot: Only its parent key can be rotated. }\n"],
    ["dead: [{ status: 401, body: { error: invalid_token } }]", "dead: [{ status: 401 }]"],
  );
  expect(abilitiesOf(noRevoking).api_key).toMatchObject({
    list: "can",
    revoke: { cannot: "Only its parent key can be rotated." },
    disable: "can",
    probe: "can",
  });
  expect(effectsOf(noRevoking)).toEqual({ api_key: ["disabled"] });
  expect(effectsOf(small())).toEqual({ api_key: ["dead", "disabled"] });
  expect(warningsOf(noRevoking).join(" ")).toMatch(/Death is told by the status 401 alone/);
});

test("the words for signing hold every call and every shape", () => {
  const words = declarationInWords(small())
    .map(({ label, value }) => `${label}: ${value}`)
    .join("\n");
  for (const part of [
    "GET /tokens",
    "GET /tokens/{{id}}",
    "DELETE /tokens/{{id}}",
    "PATCH /tokens/{{id}}",
    '"enabled":false',
    "X-Request: {{idempotencyKey}}",
    "GET /me",
  ])
    expect(words).toContain(part);
  for (const part of ['401 with error = "invalid_token"', '403 with error = "disabled"', "200 with something at id", "12 refusals"])
    expect(words).toContain(part);
});
