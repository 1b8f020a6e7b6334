import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../../lib/testkit/database";
import { saveTrustWorld } from "../../../lib/trust/testkit/save-world";
import { type Receivers, startReceivers } from "../testkit/receivers";
import { honestRequest } from "../testkit/requests";
import { createWorld, type World } from "../testkit/world";
import { openChannels } from "./channels";

const database = testDatabase();
let world: World;
let receivers: Receivers;

beforeAll(async () => {
  world = await createWorld(database);
  receivers = await startReceivers();
});
afterAll(async () => {
  receivers.close();
  await world.close();
});
/** What was posted, without what the making of the world itself brought into force. */
const kinds = () =>
  receivers.posted
    .map(({ kind }) => kind)
    .filter((kind) => kind !== "trust_active")
    .sort();

test("to sign, begins, acted, unproven for an hour, and trust that widens: each is told once, by mail and webhook, without a secret", async () => {
  const channels = openChannels({ ...receivers, smtpFrom: "countersign@example.com" });
  const executor = await world.executor({ channels, origin: "https://countersign.example.com" });
  const round = async (seconds: number) => {
    await executor.tick();
    database.clock.advance(seconds * 1000);
    await executor.tick();
  };
  await world.vendor.misbehave({ kind: "hollow_success", on: "revoke" });
  receivers.refusing = 503;
  const { token, request } = await honestRequest(world);
  await round(6);
  expect(receivers.posted).toEqual([]);
  expect(await database.as("web").notice.findFirst({ where: { dedupeKey: { endsWith: ":webhook" }, attempts: { gt: 0 } } })).toMatchObject({
    status: "queued",
    lastError: "the webhook answered 503",
  });
  receivers.refusing = null;
  await round(60);
  expect(kinds()).toEqual(["execution_acted", "execution_begins", "request_to_sign"]);

  for (let n = 0; n < 4; n++) await round(1_200);
  const policy = { standard: { people: 1, groups: 1 }, critical: { people: 2, groups: 2 }, holdSeconds: 0, wideningDelaySeconds: 86_400 };
  world.trust.establish({ type: "countersign/approval-policy", ...policy }, world.trust.rootKey);
  database.clock.advance(1_000);
  world.trust.enrol(world.people.ben.id, [world.trust.rootKey, world.people.ada.key]);
  await saveTrustWorld(database, world.trust);
  for (let n = 0; n < 3; n++) await round(10);
  expect(kinds()).toEqual(["execution_acted", "execution_begins", "execution_unproven", "request_to_sign", "trust_waiting"]);

  const sent = JSON.stringify([receivers.posted, receivers.mails]);
  expect(sent).not.toContain(token.at.secret);
  expect(sent).not.toContain(world.vendor.managementKey);
  const mailed = receivers.mails.filter(({ text }) => text.includes("Subject: To sign"));
  expect(mailed).toHaveLength(1);
  // The one in whose name it was filed hears of it too: they may know nothing of it.
  expect(mailed[0]?.to).toEqual(expect.arrayContaining(["ada@example.com", "rita@example.com"]));
  const toSign = receivers.posted.find(({ kind }) => kind === "request_to_sign");
  expect(toSign?.url).toBe("https://countersign.example.com/requests/1");
  for (const said of ["filed in the name of Rita <rita@example.com>", "countersign request stop R-1 ", request.digest])
    for (const text of [toSign?.text, mailed[0]?.text]) expect(text).toContain(said);
  const begins = receivers.posted.find(({ kind }) => kind === "execution_begins");
  expect(begins?.subject).toBe("Acts now: request 1");
  for (const said of ["without a hold", token.at.name, "Ada <ada@example.com>", "countersign request stop R-1 ", request.digest])
    expect(begins?.text).toContain(said);
});

test("whatever widens authority without a delay is told when it takes effect; what narrows is not", async () => {
  const told = receivers.posted.filter(({ kind }) => kind === "trust_active").map(({ text }) => text);
  const keysOf = (name: string) => told.filter((text) => text.includes(`Trust a key of ${name} <`));
  expect(keysOf("Cleo")).toHaveLength(1);
  expect(keysOf("Cleo")[0]).toContain(`countersign trust propose withdrawal ${world.people.ada.key.id}`);
  expect(told.filter((text) => text.includes("Say who approves as security"))).toHaveLength(1);
  expect(told.filter((text) => text.includes("Trust the connection"))).toHaveLength(1);
  expect(told.some((text) => text.includes("Delay of widening: 24 h"))).toBe(false);
});

test("a notice for which nobody has an address is not counted as sent", async () => {
  await database.as("owner").person.updateMany({ data: { email: null } });
  const executor = await world.executor({ channels: openChannels({ smtpUrl: receivers.smtpUrl }) });
  await honestRequest(world);
  await executor.tick();
  database.clock.advance(6_000);
  await executor.tick();
  expect(await database.as("web").notice.findFirst({ where: { kind: "request_to_sign", status: "queued", attempts: { gt: 0 } } })).toMatchObject({
    lastError: "nobody whom it concerns has an e-mail address",
  });
});
