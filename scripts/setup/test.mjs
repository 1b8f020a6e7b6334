import { mkdirSync, rmSync } from "node:fs";
import { watchParents } from "./parents.mjs";
import { buildPages, generateClient, installDemo, installDirectus, installPackages } from "./prepare.mjs";
import { bundlePrograms } from "./programs.mjs";
import { both, filesToTryAgain, inOneLine, told } from "./reports.mjs";
import { inRoot } from "./root.mjs";
import { run } from "./run.mjs";
import { continueIn, stage } from "./stage.mjs";
import { installTools } from "./test-tools.mjs";

const bin = (name) => inRoot("node_modules/.bin", name);
const reports = inRoot("test-results/reports");
const playwrightReport = `${reports}/e2e.json`;
/** Some of vitest's projects; see vitest.config.ts for what belongs to which. On CI the files of tests that failed are run once more, by themselves, and the summary names them. */
function vitest(name, part, ...projects) {
  const report = `${reports}/${part}.json`;
  const second = `${reports}/${part}-again.json`;
  const words = ["run", ...projects.map((project) => `--project=${project}`), "--reporter=default", "--reporter=./scripts/setup/told-reporter.mjs"];
  const start = (file, files = []) => run(bin("vitest"), [...words, ...files], { gentle: true, env: { ...process.env, COUNTERSIGN_TEST_REPORT: file } });
  async function work() {
    try {
      await start(report);
    } catch (fault) {
      const first = told(report);
      const files = first ? filesToTryAgain(first) : [];
      if (!process.env.CI || files.length === 0 || files.length > mostAgain) throw fault;
      console.log(`\n── once more: ${files.join(", ")}`);
      await start(second, files);
    }
  }
  return { name, part, work, told: () => (told(second) ? both(told(report), told(second)) : told(report)) };
}
/** When more files than that fail, it is no chance. */
const mostAgain = 4;

/** In order; those in a list side by side. `needed`: nothing after it makes sense when it fails. `part`: what `npm test -- <part>` runs; `alone`: only when it is named. */
const steps = [
  { name: "tools", part: "all", needed: true, work: () => installTools(console.log) },
  { name: "packages", part: "all", needed: true, work: () => installPackages(console.log) },
  { name: "database client", part: "all", needed: true, work: generateClient },
  // what waits for the network leaves the computing to what reads the sources
  [
    { name: "other systems", part: "all", needed: true, work: () => Promise.all([installDemo(console.log), installDirectus(console.log)]) },
    { name: "format and lint", part: "lint", counts: true, work: () => run(bin("biome"), ["check", "--error-on-warnings", "."]) },
    { name: "import zones", part: "lint", counts: true, work: () => run("npm", ["run", "--silent", "zones"]) },
    { name: "types", part: "lint", counts: true, work: () => run(bin("tsc"), ["--noEmit"]) },
  ],
  // Together, for those that wait for a process leave the computing to the others.
  vitest("tests", "vitest", "unit", "processes"),
  { ...vitest("tests", "unit", "unit"), alone: true },
  { ...vitest("tests with processes", "processes", "processes"), alone: true },
  { name: "pages", part: "e2e", counts: true, work: () => Promise.all([buildPages(console.log), bundlePrograms()]) },
  {
    name: "browser tests",
    part: "e2e",
    told: () => told(playwrightReport),
    work: () => run(bin("playwright"), ["test"], { gentle: true, env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport } }),
  },
];

/** Runs the steps, all of them even after a failure where that makes sense, and sums up. Returns the exit code. */
export async function test(parts) {
  watchParents();
  const staged = stage();
  if (staged) return continueIn(staged, "scripts/test.mjs", parts);
  // Installed files must be readable to the processes' own users, whatever this user's mask.
  process.umask(0o022);
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const done = [];
  for (const each of steps) {
    const chosen = [each].flat().filter((step) => (parts.length > 0 ? step.part === "all" || parts.includes(step.part) : !step.alone));
    if (chosen.length === 0) continue;
    console.log(`\n── ${chosen.map(({ name }) => name).join(", ")}`);
    const results = await Promise.all(chosen.map(timed));
    done.push(...results);
    if (results.some(({ failed }, n) => failed && chosen[n].needed)) break;
  }
  return summary(done);
}

async function timed(step) {
  const start = Date.now();
  const fault = await step.work().then(
    () => null,
    (error) => error.message,
  );
  if (fault) console.error(fault);
  return { name: step.name, seconds: (Date.now() - start) / 1000, failed: fault !== null, ...counted(step, fault) };
}

/** What a step's tests came to; a step without a report counts as one test, when it counts at all or failed. */
function counted(step, fault) {
  const { passed, failed, again, outside } = step.told?.() ?? { passed: fault || !step.counts ? [] : [step.name], failed: [], again: [], outside: [] };
  const bad = [...failed, ...outside.map((why) => ({ test: step.name, why }))];
  return { good: passed.length, bad: fault && bad.length === 0 ? [{ test: step.name, why: fault }] : bad, again };
}

function summary(done) {
  console.log("\n── summary");
  for (const { name, seconds, failed, good, bad } of done)
    console.log(`${failed ? "failed" : "ok    "}  ${name.padEnd(20)} ${seconds.toFixed(1).padStart(7)} s  ${good} passed, ${bad.length} failed`);
  list(
    "Passed at the second try only",
    done.flatMap(({ again }) => again),
  );
  list(
    "Failed",
    done.flatMap(({ bad }) => bad),
  );
  console.log(`\n${done.reduce((sum, { good }) => sum + good, 0)} passed, ${done.reduce((sum, { bad }) => sum + bad.length, 0)} failed`);
  return done.some(({ failed }) => failed) ? 1 : 0;
}

function list(title, failures) {
  if (failures.length > 0) console.log(`\n${title}:\n${failures.map((one) => `  ${inOneLine(one)}`).join("\n")}`);
}
