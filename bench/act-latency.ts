import { FakeVendor } from "../lib/connectors/testkit/fake-vendor";
import { SetClock, systemClock } from "../lib/core/clock";
import type { TestDatabase } from "../lib/testkit/database";
import { fileRequest, sign } from "../worker/executor/testkit/requests";
import { createWorld } from "../worker/executor/testkit/world";
import { benchDatabase } from "./support/database";
import { percentile, report } from "./support/report";

// From the commit of the last signature to the call that the vendor sees, hold 0, with the executor's own settings, beside 300 requests that wait for a second signature.
const rounds = 20;
const waiting = 300;

const own = await benchDatabase();
const vendor = await FakeVendor.spawn();
// Trust must not lie in the executor's future, and has to have been first seen in order.
const clock = new SetClock(new Date(Date.now() - 120_000));
const database: TestDatabase = { ...own, clock, context: (role) => ({ ...own.context(role === "owner" ? "web" : role), clock }) };
const world = await createWorld(database, { vendor });
clock.set(new Date());

const crowd = await world.token({ environment: "production" });
for (let n = 0; n < waiting; n++) {
  const request = await fileRequest(world, [crowd]);
  await sign(world, request, world.people.ben);
}
const executor = await world.executor({ ctx: { ...own.context("executor"), clock: systemClock } });
const ending = new AbortController();
const running = executor.run(ending.signal);
await new Promise((resolve) => setTimeout(resolve, 20_000));

const latencies: number[] = [];
for (let n = 0; n < rounds; n++) {
  const token = await world.token();
  clock.set(new Date());
  const request = await fileRequest(world, [token]);
  await sign(world, request, world.people.rita, { kind: "request" });
  // signatures come at any point of the executor's round
  await new Promise((resolve) => setTimeout(resolve, 200 + ((n * 137) % 800)));
  await sign(world, request, world.people.ada);
  const signed = Date.now();
  latencies.push((await called(token.at.id)) - signed);
}
report({ bench: "last signature to vendor call, median", unit: "ms", ours: percentile(latencies, 0.5) });
report({ bench: "last signature to vendor call, 95th percentile", unit: "ms", ours: percentile(latencies, 0.95) });

ending.abort();
await running;
await vendor.close();
await own.stop();
process.exit(0);

async function called(token: string): Promise<number> {
  for (;;) {
    const entry = (await vendor.ledger()).find((each) => each.token === token);
    if (entry) return Date.parse(entry.at);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
