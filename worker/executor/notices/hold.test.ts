import { afterAll, beforeAll, expect, test } from "vitest";
import { stopRequest } from "../../../lib/approvals/stop-request";
import { testDatabase } from "../../../lib/testkit/database";
import { saveTrustWorld } from "../../../lib/trust/testkit/save-world";
import type { Executor } from "../executor";
import { type Receivers, startReceivers } from "../testkit/receivers";
import { effectsOn, fileRequest, sign } from "../testkit/requests";
import { createWorld, type World } from "../testkit/world";
import { openChannels } from "./channels";

const database = testDatabase();
let world: World;
let receivers: Receivers;
let executor: Executor;

beforeAll(async () => {
  world = await createWorld(database, { holdSeconds: 600 });
  receivers = await startReceivers();
  executor = await world.executor({ channels: openChannels({ webhook: receivers.webhook }) });
});
afterAll(async () => {
  receivers.close();
  await world.close();
});
const after = async (seconds: number) => {
  await executor.tick();
  database.clock.advance(seconds * 1000);
  await executor.tick();
};
const told = (kind: string) => receivers.posted.filter((posted) => posted.kind === kind);

test("when the hold begins one notice names everything that is about to happen, and what it says stops it", async () => {
  const tokens = [await world.token({ name: "billing" }), await world.token({ name: "two\nlines" })];
  const request = await fileRequest(world, tokens);
  await sign(world, request, world.people.rita, { kind: "request" });
  await after(6);
  expect(told("execution_begins")).toEqual([]);
  await sign(world, request, world.people.ada);
  await after(6);
  const [begins, ...more] = told("execution_begins");
  expect(more).toEqual([]);
  const execution = await database.as("web").execution.findFirstOrThrow({ where: { requestId: request.id }, orderBy: { notBefore: "asc" } });
  const until = execution.notBefore.toISOString().slice(11, 19);
  expect(begins?.subject).toContain(until);
  const says = ['"billing"', '"two\\u000alines"', `until ${begins?.subject.match(/Acts at (.*):/)?.[1]}`, "Asked by Rita <", "Signed by Ada <", request.digest];
  for (const said of says) expect(begins?.text).toContain(said);
  expect(begins?.text.split("\n")).not.toContain('lines"');

  const number = Number(/countersign request stop R-(\d+) /.exec(begins?.text ?? "")?.[1]);
  await stopRequest(database.context("executor", { type: "operator", name: "root" }), { number, reason: "not ours" });
  await after(700);
  for (const token of tokens) expect(await effectsOn(world, token)).toEqual([]);
  expect(told("execution_acted")).toEqual([]);
});

test("a target that enough people sign later is told of as well", async () => {
  const tokens = [await world.token(), await world.token()];
  const request = await fileRequest(world, tokens);
  await sign(world, request, world.people.rita, { kind: "request" });
  await sign(world, request, world.people.ada, { targets: request.targets.slice(0, 1) });
  await after(6);
  const before = told("execution_begins").length;
  await sign(world, request, world.people.ben, { targets: request.targets.slice(1) });
  await after(6);
  expect(told("execution_begins")).toHaveLength(before + 1);
});

test("a delay that begins anew is told anew, and so is its end", async () => {
  const { rootKey } = world.trust;
  const { ada, ben, cleo } = world.people;
  const policy = { standard: { people: 1, groups: 1 }, critical: { people: 2, groups: 2 }, holdSeconds: 600, wideningDelaySeconds: 3_600 };
  database.clock.advance(1_000);
  world.trust.establish({ type: "countersign/approval-policy", ...policy }, rootKey);
  database.clock.advance(1_000);
  const members = [ben.id, cleo.id, world.people.rita.id];
  const digest = world.trust.establish({ type: "countersign/approver-group", group: "platform", members }, rootKey, ada.key);
  await saveTrustWorld(database, world.trust);
  await after(6);
  expect(told("trust_waiting")).toHaveLength(1);

  world.trust.establish({ type: "countersign/key-withdrawal", key: ada.key.id, reason: "lost" }, rootKey);
  await saveTrustWorld(database, world.trust);
  await after(6);
  expect(told("trust_waiting")).toHaveLength(1);
  world.trust.sign(digest, ben.key);
  await saveTrustWorld(database, world.trust);
  await after(6);
  const [first, second, ...more] = told("trust_waiting");
  expect(more).toEqual([]);
  expect(second?.text).not.toBe(first?.text);
  expect(second?.text).toContain(digest);
  expect(second?.text).toMatch(/Signed by Ben <ben@example.com>, Root </);

  const active = told("trust_active").length;
  await after(3_700);
  await after(6);
  expect(told("trust_active")).toHaveLength(active + 1);
  expect(told("trust_active").at(-1)?.text).toContain(digest);
});
