import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./root.mjs";

const read = (file) => (file && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null);
/** A message's first line, without the terminal's colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
const firstLine = (text) => (text ?? "").replace(/\u001b\[[0-9;]*m/g, "").split("\n")[0];

/** What vitest's JSON report tells: `good` counts tests, `bad` names those that failed as "file › test: first line of why", `files` are theirs. */
function ofVitest(report) {
  const failed = report.testResults.filter(({ status }) => status === "failed");
  const bad = failed.flatMap(({ name, message, assertionResults }) => {
    const file = path.relative(root, name);
    const tests = assertionResults.filter(({ status }) => status === "failed");
    // A file that does not load fails without any test of its own having failed.
    if (tests.length === 0) return [`${file}: ${firstLine(message)}`];
    return tests.map(({ fullName, failureMessages }) => `${file} › ${fullName}: ${firstLine(failureMessages[0])}`);
  });
  return { good: report.numPassedTests, bad, again: [], files: failed.map(({ name }) => path.relative(root, name)) };
}

/** The same of Playwright's; `again` names the tests that passed at the second try only. */
function ofPlaywright(report) {
  const tests = specsIn(report).flatMap((spec) => spec.tests.map(({ status, results }) => ({ status, name: nameOf(spec, results) })));
  const named = (status) => tests.filter((test) => test.status === status).map(({ name }) => name);
  return { good: named("expected").length + named("flaky").length, bad: named("unexpected"), again: named("flaky"), files: [] };
}
const specsIn = ({ suites = [], specs = [] }) => [...specs, ...suites.flatMap(specsIn)];
function nameOf({ file, title }, results) {
  const failed = results.find(({ error }) => error);
  return `${file} › ${title}${failed ? `: ${firstLine(failed.error.message)}` : ""}`;
}

/** What a run's report file tells, Playwright's or vitest's; null without one. */
export function told(file) {
  const report = read(file);
  return report && (report.testResults ? ofVitest(report) : ofPlaywright(report));
}

/** A run and the run of its failed files anew, as one: what failed at first and not then has passed at the second try. */
export function both(first, second) {
  const still = new Set(second.bad.map(testOf));
  const again = first.bad.filter((name) => !still.has(testOf(name)));
  return { good: first.good + again.length, bad: second.bad, again, files: second.files };
}
/** The test in a name that also says why it failed. */
const testOf = (name) => name.split(": ")[0];
