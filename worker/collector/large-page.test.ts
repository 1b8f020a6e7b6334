import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { evaluateSoon, mostAtOnce } from "../../lib/detection/evaluate-soon";
import { testDatabase } from "../../lib/testkit/database";
import { facts } from "../../lib/testkit/facts";
import { reevaluateAll } from "./reevaluate";

const database = testDatabase();

test("a page of many changes holds up nobody: it moves no finding itself, and all of them follow", async () => {
  const is = facts(database.as("owner"), () => database.clock.now());
  const connection = (await is.connection()).id;
  const count = mostAtOnce + 50;
  await database.as("owner").$executeRaw`
    insert into token (id, connection_id, class, handle_key, handle, name, scopes, expiry, first_seen_at, last_seen_at, facts_hash)
    select gen_random_uuid(), ${connection}::uuid, 'api_key', n::text, '{}', 'new', '{}', 'unknown', now(), now(), 'x' from generate_series(1, ${count}::int) n`;
  const tokens = (await database.as("web").token.findMany({ select: { id: true } })).map(({ id }) => id);
  const ctx = database.context("collector");
  const others = await ctx.db.$transaction(
    async (tx) => {
      await evaluateSoon(tx, ctx, { tokens });
      // the page is not committed yet, and a departure goes through all the same
      return database.as("collector").$transaction((second) => evaluateSoon(second, ctx, { accounts: [randomUUID()] }), { timeout: 5_000 });
    },
    { timeout: 20_000 },
  );
  expect(others).toBeUndefined();
  expect(await database.as("web").finding.count()).toBe(0);
  await reevaluateAll(ctx);
  expect(await database.as("web").finding.count({ where: { rule: "no-owner", status: "open" } })).toBe(count);
  expect(await database.as("owner").reevaluation.count()).toBe(0);
});
