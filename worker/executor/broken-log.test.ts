import { afterAll, beforeAll, expect, test } from "vitest";
import { appendAudit } from "../../lib/audit/append";
import { resumeSealing } from "../../lib/audit/resume-sealing";
import { testDatabase } from "../../lib/testkit/database";
import { keepSealing } from "./keep-sealing";
import { openChannels } from "./notices/channels";
import { Notices } from "./notices/notices";
import { loadSealingKey, Sealer } from "./seal";
import { asOwner } from "./testkit/attacks/attack";
import { type Receivers, startReceivers } from "./testkit/receivers";
import { effectsOn, executionsOf, honestRequest } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

const database = testDatabase();
let world: World;
let receivers: Receivers;
let sealer: Sealer;

beforeAll(async () => {
  world = await createWorld(database);
  receivers = await startReceivers();
  sealer = new Sealer(database.context("executor"), await loadSealingKey(world.home, world.deployment), world.home, null);
});
afterAll(async () => {
  receivers.close();
  await world.close();
});
const channels = () => openChannels({ webhook: receivers.webhook });
/** One look at the log and what people are told of it, as the running process takes every 2 s. */
const look = () => keepSealing(database.context("executor"), sealer, new Notices(database.context("executor"), channels()), AbortSignal.abort());
const append = () =>
  database.as("web").$transaction((tx) => appendAudit(tx, { type: "operator", name: "test" }, { action: "test.done", subject: { type: "test", id: "1" } }));

test("on a broken log nothing new is started, what was begun is proven, people are told once, and it goes on once it was put right", async () => {
  const executor = await world.executor({ channels: channels(), sealer });
  const begun = await honestRequest(world);
  await executor.tick();
  expect(await effectsOn(world, begun.token)).toHaveLength(1);
  await append();
  await look();
  expect(sealer.broken).toBeNull();

  const [last] = await database.as("web").auditLeaf.findMany({ orderBy: { index: "desc" }, take: 1 });
  await asOwner(world, ["audit_leaf"], `delete from audit_leaf where index = ${last?.index}`);
  const kept = `insert into audit_leaf (index, entry_id, hash) values (${last?.index}, ${last?.entryId}, '${last?.hash}')`;
  await look();
  await look();
  const late = await honestRequest(world);
  for (let n = 0; n < 12; n++) {
    await executor.tick();
    database.clock.advance(6_000);
  }
  expect(await executionsOf(world, late.request)).toMatchObject([{ status: "refused", refusal: "log_broken" }]);
  expect(await effectsOn(world, late.token)).toEqual([]);
  expect(await executionsOf(world, begun.request)).toMatchObject([{ status: "proven" }]);
  expect(receivers.posted.filter(({ kind }) => kind === "log_broken")).toMatchObject([{ text: expect.stringContaining("entries were removed") }]);

  // Clearing the mark in the database, as its owner could, does not help: this executor remembers.
  await asOwner(world, [], "update sealing set broken_at = null, broken_reason = null");
  const again = await honestRequest(world);
  await executor.tick();
  expect(await executionsOf(world, again.request)).toMatchObject([{ status: "refused", refusal: "log_broken" }]);

  await look();
  await asOwner(world, ["audit_leaf"], kept);
  await resumeSealing(database.context("executor", { type: "operator", name: "root" }), { reason: "restored" });
  await look();
  const twin = await honestRequest(world);
  await executor.tick();
  expect(await effectsOn(world, twin.token)).toHaveLength(1);
});

test("entries that wait for more than a minute are told of once; sealed ones are not", async () => {
  const executor = await world.executor({ channels: channels() });
  const tell = async () => {
    await look();
    await executor.tick();
    database.clock.advance(6_000);
    await executor.tick();
  };
  const told = () => receivers.posted.filter(({ kind }) => kind === "log_late");
  await append();
  await tell();
  expect(told()).toEqual([]);
  // Somebody with the owner's rights takes the executor's right to seal away.
  await asOwner(world, [], "revoke insert on audit_leaf from countersign_executor");
  await append();
  await asOwner(world, ["audit_entry"], "update audit_entry set at = at - interval '2 minutes' where id = (select max(id) from audit_entry)");
  await tell();
  await tell();
  expect(told()).toMatchObject([{ subject: "The audit log is not being sealed" }]);
  await asOwner(world, [], "grant insert on audit_leaf to countersign_executor");
});
