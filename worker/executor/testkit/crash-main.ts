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

// A real executor process that kills itself, by SIGKILL, at one place of one request. Production code knows nothing of it.
const Plan = z.object({
  url: z.string(),
  home: z.string(),
  deployment: z.string(),
  /** null = goes on until its standard input closes */
  die: z.object({ boundary: z.string(), request: z.string(), afterMilliseconds: z.number() }).nullable(),
});
// The plan comes on standard input, so that the next process can be loaded while this one still runs.
const lines = createInterface({ input: process.stdin });
const [line] = await once(lines, "line");
const plan = Plan.parse(JSON.parse(String(line)));

const db = createDb(plan.url, 6);
const executor = await createExecutor({
  ctx: { actor: { type: "process", name: "executor" }, db, clock: systemClock, ids: systemIds, log: createLogger("executor", "silent") },
  home: plan.home,
  deployment: plan.deployment,
  revokers: { fake: fakeRevoker as Revoker },
  pollMilliseconds: 40,
  leaseMilliseconds: 1_000,
  async at(boundary, execution) {
    if (boundary !== plan.die?.boundary) return;
    const row = await db.execution.findUnique({ where: { id: execution } });
    if (row?.requestId !== plan.die.request) return;
    await pause(plan.die.afterMilliseconds);
    process.kill(process.pid, "SIGKILL");
    await pause(60_000);
  },
});
const ending = new AbortController();
lines.once("close", () => ending.abort());
await executor.run(ending.signal);
await db.$disconnect();
process.exit(0);
