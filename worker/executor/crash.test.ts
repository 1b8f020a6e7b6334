import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeVendor } from "../../lib/connectors/testkit/fake-vendor";
import { testDatabase } from "../../lib/testkit/database";
import type { Boundary } from "./parts";
import { type Filed, honestRequest, type WorldToken } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

const boundaries: Boundary[] = ["before_intent", "before_journal", "after_intent", "during_call", "after_call", "before_record", "during_proof"];
const times = process.env.SOAK === "1" ? 20 : 4;
const entry = fileURLToPath(new URL("./testkit/crash-main.ts", import.meta.url));

const database = testDatabase();
let vendor: FakeVendor;
let world: World;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  // The executor's process has the real clock; what it reads must not lie in its future.
  database.clock.set(new Date(Date.now() - 120_000));
  vendor = await FakeVendor.spawn();
  world = await createWorld(database, { vendor });
});
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await vendor.close();
});

/** A loaded executor process that waits for its plan. */
function load(): ChildProcess {
  const env = { PATH: process.env.PATH, NODE_ENV: "test" as const };
  const child = spawn(process.execPath, ["--import", "tsx", entry], { env, stdio: ["pipe", "inherit", "inherit"] });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

function set(child: ChildProcess, doomed: Record<string, Boundary>, afterMilliseconds = 0): void {
  const plan = { url: database.url("executor"), home: world.home, deployment: world.deployment, doomed, afterMilliseconds };
  child.stdin?.write(`${JSON.stringify(plan)}\n`);
}

interface Case {
  boundary: Boundary;
  token: WorldToken;
  request: Filed;
}

test(`killed at every boundary, ${times} times each: nothing lost, no second effect, no false death`, async () => {
  await vendor.misbehave({ kind: "slow", on: "revoke", milliseconds: 30 });
  const cases: Case[] = [];
  let next = load();
  // Each kill finds one request at every boundary. The next executor takes up what lies there, and dies in its turn.
  for (let n = 0; n < times; n++) {
    database.clock.set(new Date(Date.now() - 1_000));
    const doomed: Record<string, Boundary> = {};
    for (const boundary of boundaries) {
      const { token, request } = await honestRequest(world);
      cases.push({ boundary, token, request });
      doomed[request.id] = boundary;
    }
    const child = next;
    next = load();
    const exit = once(child, "exit");
    set(child, doomed, n * 12);
    const [, signal] = await exit;
    expect(signal).toBe("SIGKILL");
  }
  const last = next;
  set(last, {});
  await expect
    .poll(() => database.as("executor").execution.count({ where: { status: "proven" } }), { timeout: 60_000, interval: 200 })
    .toBe(times * boundaries.length);
  last.stdin?.end();
  await once(last, "exit");
  for (const each of cases) await agree(each);
}, 600_000);

/** The vendor's ledger and the database tell the same story. */
async function agree({ boundary, token, request }: Case): Promise<void> {
  const [execution, ...more] = await database
    .as("executor")
    .execution.findMany({ where: { requestId: request.id }, include: { attempts: { orderBy: { n: "asc" } } } });
  const calls = (await vendor.ledger()).filter((entry) => entry.token === token.at.id);
  const acts = execution?.attempts.filter(({ phase }) => phase === "act") ?? [];
  const [dead] = (await vendor.state()).filter(({ id }) => id === token.at.id);
  const proof = execution?.proof as { from?: string } | null;
  const audited = await database.as("web").auditEntry.groupBy({ by: ["action"], where: { subjectId: execution?.id ?? "" }, _count: true });
  expect({
    boundary,
    executions: 1 + more.length,
    status: execution?.status,
    result: execution?.result,
    effects: calls.filter(({ effect }) => effect === "dead").length,
    recordedEffects: acts.filter(({ outcome }) => outcome === "done").length <= 1,
    everyCallIntended: calls.length <= acts.length && calls.every(({ idempotencyKey }) => idempotencyKey === execution?.id),
    deadBeforeProof: (dead?.refusedFrom ?? Number.POSITIVE_INFINITY) <= Date.parse(proof?.from ?? "") + 50,
    proven: audited.filter(({ action }) => action === "execution.proven").map(({ _count }) => _count),
    acted: audited.filter(({ action }) => action === "execution.acted").map(({ _count }) => _count),
  }).toEqual({
    boundary,
    ...{ executions: 1, status: "proven", result: "done", effects: 1, recordedEffects: true, everyCallIntended: true, deadBeforeProof: true },
    ...{ proven: [1], acted: [1] },
  });
}
