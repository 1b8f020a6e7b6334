import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Revoker } from "../../../lib/connectors/contract";
import { fakeRevoker } from "../../../lib/connectors/testkit/fake-connector/revoke";
import { systemClock } from "../../../lib/core/clock";
import { createDb } from "../../../lib/core/db";
import { systemIds } from "../../../lib/core/ids";
import { createLogger } from "../../../lib/core/logger";
import { createExecutor } from "../executor";

// A real executor process that kills itself, by SIGKILL, when each of its doomed requests stands at its own place. Production code knows nothing of it.
const Plan = z.object({
  url: z.string(),
  home: z.string(),
  deployment: z.string(),
  /** request → where it is when the process dies; empty = goes on until its standard input closes */
  doomed: z.record(z.string(), z.string()),
  /** how long the call is under way by then */
  afterMilliseconds: z.number(),
});
// The plan comes on standard input, so that the next process can be loaded while this one still runs.
const lines = createInterface({ input: process.stdin });
const [line] = await once(lines, "line");
const plan = Plan.parse(JSON.parse(String(line)));

const db = createDb(plan.url, 6);
let waiting = Object.keys(plan.doomed).length;
let everybodyElseIsThere = () => {};
const theCallMayBegin = new Promise<void>((resolve) => {
  everybodyElseIsThere = resolve;
});
const executor = await createExecutor({
  ctx: { actor: { type: "process", name: "executor" }, db, clock: systemClock, ids: systemIds, log: createLogger("executor", "silent") },
  home: plan.home,
  deployment: plan.deployment,
  revokers: { fake: fakeRevoker as Revoker },
  pollMilliseconds: 40,
  leaseMilliseconds: 1_000,
  async at(boundary, execution) {
    const row = await db.execution.findUnique({ where: { id: execution }, select: { requestId: true } });
    const place = plan.doomed[row?.requestId ?? ""];
    // A call that is under way cannot stand still, so it is the last to get to its place.
    if (place === "during_call" && boundary === "after_intent") await theCallMayBegin;
    if (boundary !== place) return;
    if (--waiting === 1) everybodyElseIsThere();
    if (place !== "during_call") await pause(600_000);
    await pause(plan.afterMilliseconds);
    process.kill(process.pid, "SIGKILL");
    await pause(60_000);
  },
});
const ending = new AbortController();
lines.once("close", () => ending.abort());
await executor.run(ending.signal);
await db.$disconnect();
process.exit(0);
