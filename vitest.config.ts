import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests that start programs of their own (executors that are killed, browsers, vendors, linters), wait for silences or try very many inputs: minutes, where the others take seconds. */
const processes = [
  "lib/connectors/directus/directus.test.ts",
  "lib/connectors/github/github.test.ts",
  "lib/connectors/glewlwyd/glewlwyd.test.ts",
  "lib/connectors/declarative/parse-server.test.ts",
  "lib/connectors/unleash/unleash.test.ts",
  "lib/detection/secrets/fuzz.test.ts",
  "lib/postgres/embedded.test.ts",
  "lib/tokens/list-index/differential.test.ts",
  "prisma/drift.test.ts",
  "scripts/demo.test.mjs",
  "scripts/setup/parents.test.mjs",
  "scripts/setup/reports.test.mjs",
  "scripts/zones.test.ts",
  "worker/cli/sign.test.ts",
  "worker/collector/imports/hostile.test.ts",
  "worker/collector/scans/hostile.test.ts",
  "worker/collector/scans/spawn-mirror.test.ts",
  "worker/collector/scans/spawn-scan.test.ts",
  "worker/collector/sync-killed.test.ts",
  "worker/executor/attacks.test.ts",
  "worker/executor/crash.test.ts",
  "worker/executor/declarative.test.ts",
  "worker/executor/main.test.ts",
  "worker/executor/mutations.test.ts",
  "worker/executor/no-false-death.test.ts",
  "worker/executor/real-systems.test.ts",
  "worker/process/start.test.ts",
  "worker/signer/browser.test.ts",
  "worker/supervisor/**/*.test.ts",
];
const outside = ["**/node_modules/**", "demo/**", ".next/**"];

/** What waits begins first, and leaves the computing to the others. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waiting = sorted.filter(({ project }) => project.name === "processes");
    return [...waiting, ...sorted.filter((file) => !waiting.includes(file))];
  }
}

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    globalSetup: ["scripts/setup/programs-for-tests.mjs", "lib/testkit/global-setup.ts"],
    setupFiles: ["lib/testkit/bundled.ts"],
    pool: "forks",
    // Each file has a database of its own; loading every module anew for each would take longer than the tests.
    isolate: false,
    maxWorkers: 3,
    sequence: { sequencer: WaitingFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["{app,components,lib,worker,prisma,scripts,bench}/**/*.test.{ts,tsx,mjs}"], exclude: [...outside, ...processes] },
      },
      { extends: true, test: { name: "processes", include: processes, exclude: outside } },
    ],
  },
});
