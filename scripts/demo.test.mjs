import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { processIdentity } from "../lib/processes/process-identity";

/** A data folder with a sample whose lock says that. */
function sampleLockedBy(lock) {
  const data = mkdtempSync(path.join(tmpdir(), "countersign-demo-"));
  mkdirSync(path.join(data, "sample", "supervisor"), { recursive: true });
  writeFileSync(path.join(data, "sample", "supervisor", "lock"), lock);
  return data;
}

const demo = (data, ...words) =>
  spawnSync(process.execPath, ["scripts/demo.mjs", ...words], { env: { PATH: process.env.PATH, COUNTERSIGN_DATA: data }, encoding: "utf8" });

test("a running sample is not removed", async () => {
  const data = sampleLockedBy(`${process.pid} ${await processIdentity(process.pid)}`);
  const { status, stderr } = demo(data, "remove");
  expect([status, stderr]).toEqual([1, `The sample runs (process ${process.pid}). Stop it first with Ctrl-C where it was started, then remove it.\n`]);
  expect(existsSync(path.join(data, "sample"))).toBe(true);
});

test("one that was killed is removed whole, even when its number belongs to another process by now", () => {
  const data = sampleLockedBy(`${process.pid} another-boot:1`);
  expect(demo(data, "leave", "lena.brandt").stderr).toBe("The sample does not run. Start it with npm start, then try again.\n");
  expect(demo(data, "remove").status).toBe(0);
  expect(existsSync(path.join(data, "sample"))).toBe(false);
});
