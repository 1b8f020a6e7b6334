import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { connectionCoverage } from "./coverage";
import { knownFields } from "./known-fields";
import { ruleSources } from "./rule-sources";
import { unknownTokens } from "./unknown-tokens";

const database = testDatabase();
const is = facts(new Proxy({} as never, { get: (_target, key) => Reflect.get(database.as("owner"), key) }), () => database.clock.now());

test("per connection: how fresh, what it can't list, what is unknown; each count opens that many rows, and rules say where they see nothing", async () => {
  const ctx = database.context("web", asPerson(await is.person(), "auditor"));
  expect((await ruleSources(ctx)).every(({ rule, fed }) => !fed || rule.subjects.length > 0)).toBe(true);
  const [fresh, failing] = [await is.connection({ name: "fresh" }), await is.connection({ name: "failing" })];
  const cannot = { cannot: "Shown to their owner alone." };
  await is.health(fresh.id, {
    capabilities: { classes: { api_key: { list: "can", last_used: "can" }, deploy_key: { list: cannot } }, blindSpots: ["Old ones."] },
  });
  await is.health(failing.id, { state: "failing", message: "It answers 500." });
  const known = await is.token(fresh.id, { lastUsedAt: new Date(), environment: "production", scopes: ["a"] });
  await is.token(fresh.id);
  await is.token(fresh.id, { mergedInto: known.id });

  const shown = await connectionCoverage(ctx);
  expect(shown.map(({ name, state }) => [name, state])).toEqual([
    ["failing", "failing"],
    ["fresh", "fresh"],
  ]);
  expect(shown[1]).toMatchObject({
    signed: false,
    blindSpots: ["Old ones."],
    classes: [
      { class: "api_key", listed: true },
      { class: "deploy_key", listed: cannot.cannot },
    ],
  });

  const [counted] = await knownFields(ctx);
  expect(counted).toMatchObject({ tokens: 2, unknown: { used: 1, environment: 1, expiry: 2, created: 2, creator: 2, reach: 2 } });
  for (const field of ["used", "reach"] as const)
    expect((await unknownTokens(ctx, { connection: fresh.id, field })).rows).toHaveLength(counted?.unknown[field] ?? 0);

  const rules = new Map((await ruleSources(ctx)).map((one) => [one.rule.id, one]));
  expect(rules.get("unused")).toMatchObject({ fed: true, blindAt: [] });
  expect(rules.get("scope-never-used")).toMatchObject({ fed: false, blindAt: [{ name: "fresh", missing: ["scopes in use"] }] });
  expect(rules.get("over-long-life")?.sources.find(({ source }) => source === "longest-life policy")).toMatchObject({ fed: false, connections: [] });
});

test("an address with a field, connection or place that there is not names nothing, which the page says; one that is right opens", async () => {
  const ctx = database.context("web", asPerson(await is.person(), "auditor"));
  const { id } = await is.connection({ name: "addressed" });
  for (const wrong of [
    { connection: id, field: "nonsense" },
    { connection: id, field: "toString" },
    { connection: "x", field: "used" },
    { connection: id, field: "used", after: "y" },
    { connection: id, field: "used", after: [id, id] },
  ])
    await expect(unknownTokens(ctx, wrong)).rejects.toMatchObject({ code: "InvalidInput" });
  await expect(unknownTokens(ctx, { connection: randomUUID(), field: "used" })).rejects.toMatchObject({ code: "NotFound" });
  expect(await unknownTokens(ctx, { connection: id, field: "used" })).toMatchObject({ connection: "addressed", rows: [], next: null });
});
