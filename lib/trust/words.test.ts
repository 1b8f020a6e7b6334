import { expect, test } from "vitest";
import { changed, small } from "../connectors/declarative/testkit/small";
import { canonical, digestOf } from "../core/canonical";
import { ConnectionStatement } from "../domain/statement";
import { trustInWords } from "./words";

const statement = (settings: Record<string, unknown>) =>
  ConnectionStatement.parse({
    ...{ type: "countersign/connection", version: 1, deployment: crypto.randomUUID(), nonce: "n".repeat(20), issued: "2026-11-26T12:00:00.000Z" },
    ...{ connection: crypto.randomUUID(), name: "small", vendor: "declarative", origin: "https://api.example.com", ca: null, allowPrivate: false, settings },
  });
const said = (settings: Record<string, unknown>) => trustInWords(statement(settings), new Map()).facts.map(({ label, value }) => `${label}: ${value}`);

test("a declarative connection is signed in words: where, every call that ends something, the shape of death, and the file's digest", () => {
  const declaration = JSON.parse(canonical(small()));
  const words = said({ declaration });
  for (const part of [
    "Origin: https://api.example.com",
    "Revokes by: DELETE /tokens/{{id}}",
    'Dead is: 401 with error = "invalid_token"',
    `Digest of the declaration: ${digestOf(declaration)}`,
  ])
    expect(words).toContain(part);
  expect(words.join()).not.toContain("countersign/declarative/1");
});

const changes: [string, string][] = [
  ["body: { error: invalid_token }", "body: { error: token_expired }"],
  ["environment: env", "environment: { always: development }"],
  ["plain: { level: limited", "plain: { level: high"],
  ["gone: [{ status: 404, body: { error: not_found } }]", "gone: [{ status: 401, body: { error: invalid } }]"],
  ["GET /me", "GET /you"],
  ["creator: owner.id", "creator: id"],
  ["enabled: false", "enabled: true"],
];
test.each(changes)("a file with other than %s is said in other words, besides its digest", (from, to) => {
  const words = (declaration: unknown) => said({ declaration: JSON.parse(canonical(declaration)) }).filter((line) => !line.startsWith("Digest"));
  expect(words(small([from, to]))).not.toEqual(words(small()));
});

test("what this version can't read is said to be that, and not to be signed", () => {
  for (const settings of [{}, { declaration: changed() }, { declaration: { format: "countersign/declarative/9" } }])
    expect(said(settings).join()).toContain("Don't sign it");
});
