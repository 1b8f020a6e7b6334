import { afterEach, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { publishTrust, saveTrustWorld } from "../trust/testkit/save-world";
import { createTrustWorld, enrolmentOf, type TrustWorld, type WorldKey } from "../trust/testkit/world";
import { policies } from "./policies";
import { setUp } from "./queries";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());
let admin: { id: string; displayName: string };
let approver: { id: string; displayName: string };
let second: { id: string; displayName: string };
let world: TrustWorld;
let key: WorldKey;
let later: string;

const save = async () => {
  await saveTrustWorld(database, world);
  await publishTrust(database, world);
};
const asAdmin = () => database.context("web", asPerson(admin, "administrator"));

beforeAll(async () => {
  admin = await make().person({ displayName: "Ada Admin" });
  approver = await make().person({ displayName: "Aiko Sato" });
  second = await make().person({ displayName: "Ben Ortiz" });
  world = createTrustWorld({ clock: database.clock, person: admin.id });
  const owner = database.as("owner");
  const grant = (personId: string, role: "administrator" | "approver") => ({ personId, role, grantedBy: "operator:test", grantedAt: database.clock.now() });
  await owner.roleGrant.createMany({ data: [grant(admin.id, "administrator"), grant(approver.id, "approver"), grant(second.id, "approver")] });
  await owner.deployment.create({ data: { id: world.root.deployment, name: "test", createdAt: database.clock.now() } });
});
afterEach(() => database.clock.advance(1000));

test("on the first day it leads to a key, and only people with a role may look", async () => {
  await expect(setUp(database.context("web", asPerson(admin)))).rejects.toMatchObject({ name: "Forbidden" });
  const shown = await setUp(asAdmin());
  expect(shown).toMatchObject({ root: null, alone: true, waiting: [], states: { key: "open", root: "wait" }, policy: { signed: false } });
});

test("what waits says for whom, and what stands says who", async () => {
  world.propose(enrolmentOf(world.rootKey));
  world.establish({ type: "countersign/approver-group", group: "platform", members: [approver.id] }, world.rootKey);
  world.propose({ type: "countersign/approver-group", group: "risk", members: [second.id] });
  await save();
  const shown = await setUp(asAdmin());
  expect(shown.root).toMatchObject({ person: "Ada Admin", rpId: "localhost" });
  expect(shown.waiting).toMatchObject([
    { title: "Say who approves as risk", status: "waiting_signatures", people: 1, signedBy: [], waitsFor: [{ name: "Ada Admin" }], mine: false },
  ]);
  const page = await policies(asAdmin());
  expect(page.groups).toEqual([{ name: "platform", members: [{ id: approver.id, name: "Aiko Sato", active: true, hasKey: false }] }]);
  expect(page.waiting).toHaveLength(1);
});

test("the second person's key ends the time in which one signature is enough", async () => {
  key = world.enrol(approver.id, [world.rootKey]);
  await save();
  expect(await setUp(asAdmin())).toMatchObject({
    alone: false,
    approvers: [
      { name: "Aiko Sato", key: "active", groups: ["platform"] },
      { name: "Ben Ortiz", key: "none" },
    ],
  });
  later = world.establish(enrolmentOf(world.makeKey(second.id)), world.rootKey);
  await save();
  const [, waits] = (await setUp(asAdmin())).waiting;
  expect(waits).toMatchObject({ digest: later, signedBy: ["Ada Admin"], people: 2, waitsFor: [{ name: "Aiko Sato" }], mine: true });
});

test("signed by two, it waits for its delay and for nobody", async () => {
  world.sign(later, key);
  await save();
  const shown = await setUp(database.context("web", asPerson(second, "approver")));
  expect(shown.waiting.find(({ digest }) => digest === later)).toMatchObject({
    status: "waiting_delay",
    waitsFor: [],
    activeAt: expect.any(Date),
    mine: false,
  });
  expect(shown.keys).toMatchObject([{ person: second.id, standing: "waiting" }]);
});

test("that nobody can be told is a step to do; the executor's word that it can ends it, and so does being the sample", async () => {
  const at = database.clock.now();
  expect(await setUp(asAdmin())).toMatchObject({ states: { notices: "open" }, notices: { channels: null } });
  const row = { process: "executor", instance: "main", startedAt: at, heartbeatAt: at };
  await database.as("executor").processStatus.create({ data: { ...row, channels: "" } });
  expect(await setUp(asAdmin())).toMatchObject({ states: { notices: "open" }, notices: { channels: [] } });
  await database.as("executor").processStatus.updateMany({ data: { channels: "mail webhook" } });
  expect(await setUp(asAdmin())).toMatchObject({ states: { notices: "done" }, notices: { channels: ["mail", "webhook"] } });
  await database.as("executor").processStatus.updateMany({ data: { channels: "" } });
  await database.as("owner").deployment.updateMany({ data: { sample: true } });
  expect(await setUp(asAdmin())).toMatchObject({ states: { notices: "done" } });
});
