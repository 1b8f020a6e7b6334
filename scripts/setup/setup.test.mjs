import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { nodeFault } from "./node-version.mjs";
import { chooseOrganisation } from "./organisation.mjs";
import { run } from "./run.mjs";
import { copySources, reachable } from "./stage.mjs";
import { unlessStamped } from "./stamp.mjs";

const folder = () => mkdtempSync(path.join(tmpdir(), "countersign-setup-"));

test.each(["v8.17.0", "v18.20.4", "v20.11.1"])("Node %s is too old, and the sentence says what to do", (version) => {
  expect(nodeFault(version)).toBe(`Countersign needs Node 20.12 or newer; this is ${version}. Install a current Node from https://nodejs.org, then try again.`);
});

test.each(["v20.12.0", "v20.20.2", "v22.0.0", "v24.1.0"])("Node %s is new enough, as package.json says", (version) => {
  expect(nodeFault(version)).toBeNull();
  expect(JSON.parse(readFileSync("package.json", "utf8")).engines.node).toBe(">=20.12");
});

test.each(["scripts/start.mjs", "scripts/test.mjs"])("%s on an old Node says that sentence and nothing else", (script) => {
  const older = "data:text/javascript,Object.defineProperty(process, 'version', { value: 'v18.20.4' })";
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", older, script], { encoding: "utf8" });
  expect([status, stdout, stderr]).toEqual([1, "", `${nodeFault("v18.20.4")}\n`]);
});

test("a step that meets a full disk says so, and what to do; another fault is told in the step's own sentence", async () => {
  const failing = (words) => run(process.execPath, ["-e", `console.error(${JSON.stringify(words)}); process.exit(1)`], { quiet: true, sentence: "It failed." });
  await expect(failing("npm error nospc ENOSPC: no space left on device, write")).rejects.toThrow(
    /^The disk that holds .+ is full\. Free 2 GB there, then try again\.$/,
  );
  await expect(failing("npm error network")).rejects.toThrow("It failed.");
});

test("which organisation starts: by word, by what has data, the sample without a terminal", async () => {
  const data = folder();
  const choose = (args, terminal = false) => chooseOrganisation(args, { terminal, env: { COUNTERSIGN_DATA: data } });
  expect(await choose([])).toBe("sample");
  expect(await choose(["--empty"])).toBe("main");
  expect(await choose(["--sample"], true)).toBe("sample");
  mkdirSync(path.join(data, "main"));
  expect(await choose([], true)).toBe("main");
  expect(await choose([])).toBe("main");
  await expect(choose(["--emty"])).rejects.toThrow("--emty is not known here.");
  await expect(choose(["--empty", "--sample"])).rejects.toThrow("Choose one");
});

test("a checkout below a closed folder is out of reach for other users, and its copy follows it", () => {
  const closed = folder();
  const [from, to] = [path.join(closed, "checkout"), path.join(folder(), "copy")];
  mkdirSync(path.join(from, "lib"), { recursive: true });
  for (const file of ["package.json", "lib/one.ts", ".env"]) writeFileSync(path.join(from, file), file);
  expect(reachable(from)).toBe(false);
  copySources(from, to);
  expect(readFileSync(path.join(to, "lib/one.ts"), "utf8")).toBe("lib/one.ts");
  expect(existsSync(path.join(to, ".env"))).toBe(false);
  mkdirSync(path.join(to, "node_modules"));
  rmSync(path.join(from, "lib/one.ts"));
  copySources(from, to);
  expect(existsSync(path.join(to, "lib/one.ts"))).toBe(false);
  expect(existsSync(path.join(to, "node_modules"))).toBe(true);
  chmodSync(closed, 0o755);
  expect(reachable(from)).toBe(true);
});

test("what is stamped is not done again until its sources change, nor taken for done when it failed", async () => {
  const stamp = path.join(folder(), "deep", "stamp");
  const done = [];
  const work = (name) => () => void done.push(name);
  await expect(unlessStamped(stamp, "a", () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  for (const hash of ["a", "a", "b"]) await unlessStamped(stamp, hash, async () => work(hash)());
  expect(done).toEqual(["a", "b"]);
});
