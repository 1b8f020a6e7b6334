import { expect, test } from "vitest";
import { evaluateRules } from "../../lib/detection/evaluate";
import type { RuleScope } from "../../lib/detection/scope";
import { testDatabase } from "../../lib/testkit/database";
import { facts } from "../../lib/testkit/facts";
import { signConnection } from "../../lib/testkit/sign-connection";
import { reevaluate } from "./reevaluate";

// A connection that nobody signed may be web's own, pointed at a server of its own: what it says must take nothing off the list.

const database = testDatabase();
const owner = () => database.as("owner");
const is = () => facts(owner(), () => database.clock.now());
const evaluate = (scope: RuleScope) => {
  const ctx = database.context("collector");
  return ctx.db.$transaction((tx) => evaluateRules(tx, ctx, scope));
};
const statusOf = async (rule: string, of: { tokenId?: string; accountId?: string }) =>
  (await database.as("web").finding.findFirst({ where: { rule, ...of }, select: { status: true, personId: true, factors: true } })) ?? null;
const harmless = { environment: "development", reach: { level: "limited", summary: "reads" } } as const;

test("closes nothing by its own word: an end, an expiry, a disabled account, another maker. Once signed, all of it closes", async () => {
  const connection = (await is().connection()).id;
  const leaver = await is().person({ status: "departed", statusAt: new Date("2026-11-01") });
  const [account, stranger] = [await is().account(connection, leaver.id), await is().account(connection, null)];
  const token = await is().token(connection, { ...harmless, expiry: "never", creatorAccountId: account.id });
  await evaluate({ tokens: [token.id], accounts: [account.id] });
  expect((await statusOf("never-expires", { tokenId: token.id }))?.factors).toContainEqual(expect.objectContaining({ name: "unsigned", effect: "none" }));

  const past = new Date("2020-01-01");
  await owner().token.update({ where: { id: token.id }, data: { expiry: "at", expiresAt: past, creatorAccountId: stranger.id } });
  await owner().account.update({ where: { id: account.id }, data: { status: "disabled" } });
  expect((await evaluate({ tokens: [token.id], accounts: [account.id] })).closed).toBe(0);
  const open = { status: "open" };
  expect(await statusOf("never-expires", { tokenId: token.id })).toMatchObject(open);
  expect(await statusOf("no-owner", { tokenId: token.id })).toMatchObject(open);
  expect(await statusOf("departed-still-alive", { tokenId: token.id })).toMatchObject({ ...open, personId: leaver.id });
  expect(await statusOf("departed-still-alive", { accountId: account.id })).toMatchObject({ ...open, personId: leaver.id });

  await signConnection(owner(), connection, database.clock.now());
  expect(await reevaluate(database.context("collector"))).toBeGreaterThan(0);
  for (const [rule, of] of [
    ["never-expires", { tokenId: token.id }],
    ["no-owner", { tokenId: token.id }],
    ["departed-still-alive", { tokenId: token.id }],
    ["departed-still-alive", { accountId: account.id }],
  ] as const)
    expect([rule, (await statusOf(rule, of))?.status]).toEqual([rule, "closed_proven"]);
});

test("what people and the directory say closes there all the same: a return, a confirmed owner", async () => {
  const connection = (await is().connection()).id;
  const leaver = await is().person({ status: "departed", statusAt: new Date("2026-11-01") });
  const heir = await is().person();
  const account = await is().account(connection, leaver.id);
  const token = await is().token(connection, { ...harmless, creatorAccountId: account.id });
  await evaluate({ persons: [leaver.id] });
  await owner().ownership.create({ data: { tokenId: token.id, personId: heir.id, state: "confirmed", setBy: "test", setAt: database.clock.now() } });
  await evaluate({ tokens: [token.id] });
  expect(await statusOf("departed-still-alive", { tokenId: token.id })).toMatchObject({ status: "closed_proven" });
  await owner().person.update({ where: { id: leaver.id }, data: { status: "active" } });
  await evaluate({ persons: [leaver.id] });
  expect(await statusOf("departed-still-alive", { accountId: account.id })).toMatchObject({ status: "closed_proven" });
});

test("an imported listing is data that the collector took in itself, and closes as before", async () => {
  const connection = (await is().connection({ connector: "import" })).id;
  const token = await is().token(connection, { ...harmless, imported: true, expiry: "never" });
  await evaluate({ tokens: [token.id] });
  await owner().token.update({ where: { id: token.id }, data: { expiry: "unknown" } });
  await evaluate({ tokens: [token.id] });
  expect(await statusOf("never-expires", { tokenId: token.id })).toMatchObject({ status: "closed_proven" });
});
