import { spawnSync } from "node:child_process";
import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { both, told } from "./reports.mjs";
import { inRoot } from "./root.mjs";

/** A folder with its own small tests, that finds the tools. */
function folder(files) {
  const made = mkdtempSync(path.join(tmpdir(), "countersign-reports-"));
  symlinkSync(inRoot("node_modules"), path.join(made, "node_modules"));
  for (const [name, text] of Object.entries({ "package.json": '{"type":"module"}', ...files })) writeFileSync(path.join(made, name), text);
  return made;
}
/** Fails when it runs for the first time, and never again. */
const failsOnce = 'import { existsSync, writeFileSync } from "node:fs";\nconst known = existsSync("seen");\nwriteFileSync("seen", "");\n';
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS|CI$|TEST_)/.test(name)));

test("a file that failed is run once more: what passes then is named, what fails again stays failed", () => {
  const cwd = folder({
    "by-chance.test.js": `${failsOnce}import { expect, test } from "vitest";\ntest("steady", () => {});\ntest("by chance", () => expect(known).toBe(true));\ntest("broken", () => { throw new Error("it is: broken"); });\n`,
    "whole.test.js": 'import { test } from "vitest";\ntest("whole", () => {});\n',
  });
  const run = (report, ...files) => {
    spawnSync(inRoot("node_modules/.bin/vitest"), ["run", "--reporter=json", `--outputFile=${report}`, ...files], { cwd, env: environment });
    return told(path.join(cwd, report));
  };
  const first = run("first.json");
  expect(first.good).toBe(2);
  expect(first.bad.map((name) => name.replace(/^.*›/, "›"))).toEqual([
    expect.stringMatching(/^› by chance: AssertionError: expected false/),
    "› broken: Error: it is: broken",
  ]);
  expect(first.files).toEqual([expect.stringMatching(/by-chance\.test\.js$/)]);
  const second = both(first, run("second.json", "by-chance.test.js"));
  expect(second.good).toBe(3);
  expect(second.again).toEqual([first.bad[0]]);
  expect(second.bad).toEqual([first.bad[1]]);
});

test("a browser story that passed at the second try is named, with why it failed at first", () => {
  const cwd = folder({
    "playwright.config.js": 'export default { retries: 1, reporter: [["json", { outputFile: "report.json" }]] };\n',
    "story.spec.js": `import { expect, test } from "@playwright/test";\ntest("by chance", ({}, { retry }) => expect(retry, "the number of the try").toBe(1));\ntest.describe("all", () => test("whole", () => {}));\ntest("broken", () => { throw new Error("never works"); });\n`,
  });
  spawnSync(inRoot("node_modules/.bin/playwright"), ["test"], { cwd, env: environment });
  expect(told(path.join(cwd, "report.json"))).toEqual({
    good: 2,
    again: [expect.stringMatching(/^story\.spec\.js › by chance: Error: the number of the try/)],
    bad: ["story.spec.js › broken: Error: never works"],
    files: [],
  });
  expect(told(path.join(cwd, "none.json"))).toBeNull();
});
