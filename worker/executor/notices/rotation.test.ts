import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { answerRotation } from "../../../lib/exposure/rotation/answer-rotation";
import { askRotation } from "../../../lib/exposure/rotation/ask-rotation";
import { found } from "../../../lib/exposure/testkit/found";
import { testDatabase } from "../../../lib/testkit/database";
import { asPerson, facts } from "../../../lib/testkit/facts";
import { type Receivers, startReceivers } from "../testkit/receivers";
import { openChannels } from "./channels";
import { deliverNotices } from "./deliver";
import { Notices } from "./notices";

// Whoever is asked to rotate hears of it by mail, once, and nobody else does.

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
let receivers: Receivers;
let source: string;
let connection: string;
let [ada, ben, eve]: { id: string; displayName: string }[] = [];

beforeAll(async () => {
  database.clock.set(new Date("2026-11-01T08:00:00Z"));
  receivers = await startReceivers();
  source = (await found(owner(), () => database.clock.now()).source({ name: "payroll handbook" })).id;
  connection = (await make().connection({ name: "unleash-prod" })).id;
  const person = (displayName: string) => make().person({ displayName, email: `${displayName.toLowerCase()}@example.com` });
  [ada, ben, eve] = [await person("Ada"), await person("Ben"), await person("Eve")];
});
afterAll(() => receivers.close());
beforeEach(() => {
  receivers.mails.length = 0;
  receivers.posted.length = 0;
});

const hint = "q7w2…9f2c";
async function asked(): Promise<string> {
  const token = await make().token(connection, { name: `billing-${randomUUID().slice(0, 4)}\nBcc: eve@example.com` });
  await owner().ownership.create({
    data: { tokenId: token.id, personId: ben?.id ?? "", backupPersonId: eve?.id ?? "", state: "confirmed", setBy: "test", setAt: database.clock.now() },
  });
  const { id } = await found(owner(), () => database.clock.now()).exposure({ tokenId: token.id, matchedBy: "sha256", hint }, [
    { sourceId: source, path: "wiki/On call.md", context: "the key of the till: •••" },
  ]);
  if (!ada) throw new Error("nobody");
  const manager = database.context("web", asPerson(ada, "security_manager"));
  return (await askRotation(manager, { exposureId: id, note: "It stands in the handbook." })).rotation;
}
/** As the executor's housework does it. */
async function round(which: Parameters<typeof openChannels>[0] = { smtpUrl: receivers.smtpUrl, webhook: receivers.webhook }): Promise<void> {
  const [ctx, channels] = [database.context("executor"), openChannels(which)];
  await new Notices(ctx, channels).byTime();
  await deliverNotices({ ctx, channels, origin: "https://countersign.example.com", trust: null });
  database.clock.advance(60_000);
}

test("its owner gets one mail, with the token and the day, and neither the secret's ends, nor its place, nor the note; nothing is sent twice", async () => {
  await asked();
  for (let n = 0; n < 3; n++) await round();
  expect(receivers.mails.map(({ to }) => to)).toEqual([["ben@example.com"]]);
  expect(receivers.posted.map(({ kind, url }) => [kind, url])).toEqual([["rotation_asked", "https://countersign.example.com/my-tokens"]]);
  const [{ text = "" } = {}] = receivers.posted;
  for (const said of ["Ada <ada@example.com> asks you", "billing-", "unleash-prod", "8 Nov 2026"]) expect(text).toContain(said);
  const sent = JSON.stringify([receivers.mails, receivers.posted]);
  for (const kept of [hint, "9f2c", "On call", "till", "handbook"]) expect(sent).not.toContain(kept);
  // what somebody else named is one line
  expect(text).not.toContain("\nBcc");
});

test("while they are away their backup gets it; what was answered before anybody was told is told to nobody", async () => {
  await owner().person.update({ where: { id: ben?.id ?? "" }, data: { status: "suspended" } });
  await asked();
  await round();
  expect(receivers.mails.map(({ to }) => to)).toEqual([["eve@example.com"]]);
  await owner().person.update({ where: { id: ben?.id ?? "" }, data: { status: "active" } });
  receivers.mails.length = 0;
  const rotation = await asked();
  if (!ben) throw new Error("nobody");
  await answerRotation(database.context("web", asPerson(ben, "token_owner")), { rotationId: rotation, answer: "cannot", reason: "It is not mine." });
  await round();
  expect(receivers.mails).toEqual([]);
});

test("without a channel nothing is kept for later; with one set up, what still waits is told, and an owner without an address is no success", async () => {
  const rotation = await asked();
  await round({});
  expect(await owner().notice.count({ where: { dedupeKey: { startsWith: `rotation_asked:${rotation}` } } })).toBe(0);
  await owner().person.update({ where: { id: ben?.id ?? "" }, data: { email: null } });
  await round({ smtpUrl: receivers.smtpUrl });
  expect(await owner().notice.findFirst({ where: { dedupeKey: `rotation_asked:${rotation}:mail` } })).toMatchObject({
    status: "queued",
    lastError: "nobody whom it concerns has an e-mail address",
  });
  await owner().person.update({ where: { id: ben?.id ?? "" }, data: { email: "ben@example.com" } });
  await round({ smtpUrl: receivers.smtpUrl });
  expect(receivers.mails.map(({ to }) => to)).toEqual([["ben@example.com"]]);
});

test("the executor reads what was asked and can neither ask nor answer", async () => {
  const rotation = await asked();
  const db = database.as("executor");
  expect(await db.rotationTask.count({ where: { id: rotation } })).toBe(1);
  await expect(db.rotationTask.update({ where: { id: rotation }, data: { answer: "rotated" } })).rejects.toThrow();
});

test("a channel that is set up a week later tells nothing of what was asked before", async () => {
  await asked();
  database.clock.advance(7 * 86_400_000);
  await round();
  expect([receivers.mails, receivers.posted]).toEqual([[], []]);
});

test("the executor reads of a task what a mail says, and neither its note nor anybody's reason", async () => {
  const executor = database.as("executor");
  for (const column of ["note", "answer_reason"])
    await expect(executor.$queryRawUnsafe(`select ${column} from rotation_task`)).rejects.toThrow(/permission denied/);
  await expect(executor.$queryRawUnsafe("select id, due_at, asked_by from rotation_task")).resolves.toBeInstanceOf(Array);
});
