import { existsSync, readFileSync } from "node:fs";

/** What Playwright's JSON report tells: tests as "file › title", and why each failed; `again` passed at the second try only. */
function ofPlaywright(report) {
  const tests = specsIn(report).flatMap(({ file, title, tests }) =>
    tests.map(({ status, results }) => ({ status, test: `${file} › ${title}`, why: results.find(({ error }) => error)?.error.message ?? "" })),
  );
  const of = (status) => tests.filter((one) => one.status === status).map(({ test, why }) => ({ test, why }));
  return { passed: [...of("expected"), ...of("flaky")].map(({ test }) => test), failed: of("unexpected"), again: of("flaky"), outside: [] };
}
const specsIn = ({ suites = [], specs = [] }) => [...specs, ...suites.flatMap(specsIn)];

/** What a run's report file tells, Playwright's or that of told-reporter.mjs; null without one. */
export function told(file) {
  if (!existsSync(file)) return null;
  const report = JSON.parse(readFileSync(file, "utf8"));
  return report.suites ? ofPlaywright(report) : { ...report, again: [] };
}

/** The files of tests that failed; none where something failed outside of any test, for then nobody knows what a second try would have to tell. */
export const filesToTryAgain = ({ failed, outside }) => (outside.length > 0 ? [] : [...new Set(failed.map(({ test }) => test.split(" › ")[0]))]);

/** A run and the run of its failed files anew, as one. A file that did not load at first has passed at the second try where its tests have. */
export function both(first, second) {
  const passes = ({ test }) => second.passed.some((name) => name === test || name.startsWith(`${test} › `)) && !second.failed.some((one) => one.test === test);
  const again = first.failed.filter(passes);
  const failed = [...second.failed, ...first.failed.filter((one) => !passes(one) && !second.failed.some(({ test }) => test === one.test))];
  const passed = [...new Set([...first.passed, ...second.passed])].filter((name) => !failed.some(({ test }) => test === name));
  return { passed, failed, again, outside: second.outside };
}

/** A failure in one line, without the terminal's colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
export const inOneLine = ({ test, why }) => `${test}: ${why.replace(/\u001b\[[0-9;]*m/g, "").split("\n")[0]}`;
