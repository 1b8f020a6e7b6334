import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testDatabase } from "../../../lib/testkit/database";
import { type Receivers, startReceivers } from "../testkit/receivers";
import { effectsOn, fileRequest, sign } from "../testkit/requests";
import { createWorld, type World } from "../testkit/world";
import { openChannels } from "./channels";

const database = testDatabase();
let world: World;
let receivers: Receivers;
let asked = 0;
const deaf = createServer(() => void asked++);

beforeAll(async () => {
  world = await createWorld(database);
  receivers = await startReceivers();
  await new Promise<void>((resolve) => deaf.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  deaf.closeAllConnections();
  deaf.close();
  receivers.close();
  await world.close();
});

test("a receiver that takes a notice and never answers holds up no act, and no other channel", async () => {
  const webhook = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}/`;
  const executor = await world.executor({ channels: openChannels({ webhook, smtpUrl: receivers.smtpUrl }), pollMilliseconds: 20 });
  const ending = new AbortController();
  const running = executor.run(ending.signal);
  const token = await world.token();
  const request = await fileRequest(world, [token]);
  await sign(world, request, world.people.rita, { kind: "request" });
  await vi.waitFor(() => expect(asked).toBeGreaterThan(0), { timeout: 20_000 });
  // The webhook is given 10 s: what happens now does not wait for it.
  await sign(world, request, world.people.ada);
  await vi.waitFor(async () => expect(await effectsOn(world, token)).toHaveLength(1), { timeout: 8_000, interval: 100 });
  expect(receivers.mails.length).toBeGreaterThan(0);
  expect(await database.as("web").notice.count({ where: { status: "sent", dedupeKey: { endsWith: ":webhook" } } })).toBe(0);
  ending.abort();
  await running;
});
