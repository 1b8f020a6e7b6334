import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { facts } from "../testkit/facts";
import { evaluateRules } from "./evaluate";
import { lockFindings } from "./lock";

const database = testDatabase();
const held: pg.Client[] = [];
afterEach(async () => {
  for (const client of held.splice(0)) await client.end();
});

/** A session of that role that goes on holding what its statement locked. */
async function holding(role: "web" | "collector", sql: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url(role) });
  await client.connect();
  held.push(client);
  await client.query("begin");
  await client.query(sql);
  return client;
}

const evaluate = () => {
  const ctx = database.context("collector");
  return ctx.db.$transaction((tx) => evaluateRules(tx, ctx, "all"), { timeout: 5_000 });
};

test("web can hold every advisory lock it likes, and findings go on", async () => {
  const owner = facts(database.as("owner"), () => database.clock.now());
  const connection = await owner.connection();
  const token = await owner.token(connection.id, { expiry: "never" });
  await holding("web", "select pg_advisory_lock(x'66696e'::bigint)");
  await evaluate();
  expect(await database.as("web").finding.count({ where: { tokenId: token.id, rule: "never-expires" } })).toBe(1);
});

test.each([
  "select name from turn for no key update",
  "select name from turn for key share",
  "lock table turn in share row exclusive mode",
  "update turn set name = name",
  "delete from turn",
])("web can't take a turn: %s", async (sql) => {
  await expect(holding("web", sql)).rejects.toMatchObject({ code: "42501" });
});

test("those who move findings still wait for each other", async () => {
  const first = await holding("collector", "select name from turn where name = 'findings' for no key update");
  const order: string[] = [];
  const second = database.as("executor").$transaction(async (tx) => {
    await lockFindings(tx);
    order.push("second");
  });
  // The executor is seen to wait before the first lets go: a lock that excludes nobody would never show this.
  while ((await database.as("owner").$queryRaw<unknown[]>`select from pg_locks where not granted`).length === 0) await new Promise(setImmediate);
  order.push("first");
  await first.query("commit");
  await second;
  expect(order).toEqual(["first", "second"]);
});
