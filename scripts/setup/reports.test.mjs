import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { both, filesToTryAgain, inOneLine, told } from "./reports.mjs";
import { inRoot } from "./root.mjs";

/** A folder with small tests of its own, that finds the tools. */
function folder(files) {
  const made = mkdtempSync(path.join(tmpdir(), "countersign-reports-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  symlinkSync(inRoot("node_modules"), path.join(made, "node_modules"));
  for (const [name, text] of Object.entries({ "package.json": '{"type":"module"}', ...files })) writeFileSync(path.join(made, name), text);
  return made;
}
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS|CI$|TEST_)/.test(name)));

function vitest(cwd, ...files) {
  const report = path.join(cwd, "report.json");
  const words = ["run", `--reporter=${inRoot("scripts/setup/told-reporter.mjs")}`, ...files];
  spawnSync(inRoot("node_modules/.bin/vitest"), words, { cwd, env: { ...environment, COUNTERSIGN_TEST_REPORT: report } });
  return told(report);
}
const names = (failures) => failures.map(({ test }) => test.replace("by-chance.test.js › ", "")).sort();

test("a file that failed is run once more: what passes then is named, what fails again or only then is failed", () => {
  const cwd = folder({
    // fails when it runs for the first time, and never again; the other way round; and with a colon in its name, as another
    "by-chance.test.js": `import { existsSync, writeFileSync } from "node:fs"; import { expect, test } from "vitest";
      const known = existsSync("seen"); writeFileSync("seen", "");
      test("steady", () => {}); test("chance: first", () => expect(known).toBe(true)); test("chance: second", () => expect(known).toBe(false));
      test("broken", () => { throw new Error("it is: broken"); });`,
    "whole.test.js": 'import { test } from "vitest"; test("whole", () => {}); test.skip("left out", () => {});',
  });
  const first = vitest(cwd);
  expect([first.passed.length, names(first.failed), filesToTryAgain(first)]).toEqual([3, ["broken", "chance: first"], ["by-chance.test.js"]]);
  const second = both(first, vitest(cwd, "by-chance.test.js"));
  expect([second.passed.length, names(second.again), names(second.failed)]).toEqual([3, ["chance: first"], ["broken", "chance: second"]]);
  expect(second.failed.map(inOneLine)).toContain("by-chance.test.js › broken: it is: broken");
});

test("nothing is tried again where something failed outside of any test, or beside a process that died", () => {
  const failing = 'import { test } from "vitest"; test("fails", () => { throw new Error("no"); });';
  const rejected = vitest(
    folder({ "a.test.js": failing, "b.test.js": 'import { test } from "vitest"; test("whole", () => { void Promise.reject(new Error("unheard")); });' }),
  );
  expect([rejected.outside, filesToTryAgain(rejected)]).toEqual([["unheard"], []]);
  const died = vitest(
    folder({ "a.test.js": failing, "b.test.js": 'import { test } from "vitest"; test("dies", () => process.kill(process.pid, "SIGKILL"));' }),
  );
  expect(died.outside.length + died.failed.filter(({ test }) => test.startsWith("b.test.js")).length).toBeGreaterThan(0);
  expect(filesToTryAgain(died).filter((file) => file === "b.test.js").length + died.outside.length).toBeGreaterThan(0);
});

test("a file that does not load has failed, and passed at the second try once it loads", () => {
  const cwd = folder({
    "late.test.js":
      'import { existsSync, writeFileSync } from "node:fs"; import { test } from "vitest"; const known = existsSync("seen"); writeFileSync("seen", ""); if (!known) throw new Error("not yet"); test("whole", () => {});',
  });
  const first = vitest(cwd);
  expect(first.failed.map(inOneLine)).toEqual(["late.test.js: not yet"]);
  expect(both(first, vitest(cwd))).toEqual({ passed: ["late.test.js › whole"], failed: [], again: first.failed, outside: [] });
});

test("a browser story that passed at the second try is named, with why it failed at first", () => {
  const cwd = folder({
    "playwright.config.js": 'export default { retries: 1, reporter: [["json", { outputFile: "report.json" }]] };',
    "story.spec.js": `import { expect, test } from "@playwright/test"; test("by chance", ({}, { retry }) => expect(retry, "the number of the try").toBe(1));
      test.describe("all", () => test("whole", () => {})); test("broken", () => { throw new Error("never works"); });`,
  });
  spawnSync(inRoot("node_modules/.bin/playwright"), ["test"], { cwd, env: environment });
  const { passed, failed, again } = told(path.join(cwd, "report.json"));
  expect(passed.sort()).toEqual(["story.spec.js › by chance", "story.spec.js › whole"]);
  expect(again.map(inOneLine)).toEqual([expect.stringMatching(/^story\.spec\.js › by chance: Error: the number of the try/)]);
  expect(failed.map(inOneLine)).toEqual(["story.spec.js › broken: Error: never works"]);
  expect(told(path.join(cwd, "none.json"))).toBeNull();
});
