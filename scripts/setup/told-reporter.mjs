import { writeFileSync } from "node:fs";
import path from "node:path";

/**
 * A reporter for vitest: what a run came to, as JSON, into the file that COUNTERSIGN_TEST_REPORT names. `outside` are errors of no test, a process that died among
 * them, which vitest's own JSON leaves out; a test that did not come to its turn has failed.
 */
export default class ToldReporter {
  onTestRunEnd(modules, unhandled) {
    const report = { passed: [], failed: [], outside: unhandled.map(({ message }) => message) };
    for (const module of modules) {
      const file = path.relative(process.cwd(), module.moduleId);
      for (const { message } of module.errors()) report.failed.push({ test: file, why: message });
      for (const one of module.children.allTests()) {
        const test = `${file} › ${one.fullName}`;
        const { state, errors } = one.result();
        if (state === "passed") report.passed.push(test);
        else if (state === "failed") report.failed.push({ test, why: errors[0]?.message ?? "" });
        else if (state === "pending") report.failed.push({ test, why: "it did not come to its turn" });
      }
    }
    writeFileSync(process.env.COUNTERSIGN_TEST_REPORT, JSON.stringify(report));
  }
}
