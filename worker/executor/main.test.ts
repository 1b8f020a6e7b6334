import { spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { testDatabase } from "../../lib/testkit/database";
import { createTrustWorld } from "../../lib/trust/testkit/world";

const database = testDatabase();

test("the process starts, says to what credentials are sealed and with what the log is signed, shows the pinned root, seals, and ends when told", async () => {
  const home = await mkdtemp(path.join(tmpdir(), "countersign-main-"));
  const { root } = createTrustWorld({ deployment: randomUUID() });
  await writeFile(path.join(home, "pepper.json"), JSON.stringify({ current: 1, peppers: { "1": randomBytes(32).toString("base64") } }), { mode: 0o600 });
  await writeFile(path.join(home, "trust-root.json"), JSON.stringify(root), { mode: 0o600 });
  await database.as("owner").deployment.create({ data: { id: root.deployment, name: "Test", createdAt: new Date() } });
  await database.as("web").$queryRaw`select audit_append('operator:test', 'test.done', 'test', '1', '{}')`;
  const env = {
    ...{ PATH: process.env.PATH, NODE_ENV: "test" as const, LOG_LEVEL: "error", COUNTERSIGN_PROCESS: "executor" },
    ...{ DATABASE_URL: database.url("executor"), COUNTERSIGN_HOME: home, COUNTERSIGN_DEPLOYMENT: root.deployment },
  };
  const child = spawn(process.execPath, ["--import", "tsx", "worker/executor/main.ts"], { env, stdio: ["pipe", "inherit", "inherit"] });
  const web = database.as("web");
  await expect.poll(async () => (await web.processStatus.findFirst({ where: { process: "executor" } }))?.recipient, { timeout: 25_000 }).toMatch(/^age1/);
  await expect.poll(async () => (await web.processStatus.findFirst({ where: { process: "executor" } }))?.auditKey).toContain("countersign/audit/");
  await expect.poll(async () => (await web.trustRootView.findUnique({ where: { id: 1 } }))?.keyId, { timeout: 10_000 }).toBe(root.key.id);
  await expect.poll(() => web.checkpoint.count(), { timeout: 10_000 }).toBeGreaterThan(0);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});
