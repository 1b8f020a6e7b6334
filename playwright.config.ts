import { defineConfig } from "@playwright/test";

/** Chromium as the system has it: nothing is downloaded. The flags keep it quiet and let root run it. */
const chromium = {
  executablePath: process.env.COUNTERSIGN_CHROMIUM ?? "/usr/bin/chromium-headless-shell",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** On organisations of their own: they are told while the sample is still starting. */
const own = ["oidc.spec.ts", "own-organisation.spec.ts", "start-and-stop.spec.ts"];
/** Each waits two minutes and more for a death to be proven. */
const waiting = ["file-key.spec.ts", "keyboard.spec.ts", "the-loop.spec.ts"];
const last = { teardown: "no secret leaves" };

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/e2e",
  globalSetup: "./e2e/support/start-sample.ts",
  // One sample organisation serves the whole run. Stories wait for minutes until death is proven: several are told at once, each about people of its own.
  workers: 5,
  fullyParallel: false,
  forbidOnly: true,
  // On CI a story that failed is told once more, and the summary names it: several at a time on two cores meet by chance what none meets alone.
  retries: process.env.CI ? 1 : 0,
  // Limits end what will never come. They say nothing about speed: a machine a third as quick as another, with five stories at a time, must stay within them.
  timeout: 30 * 60_000,
  expect: { timeout: 60_000, toPass: { timeout: 5 * 60_000 } },
  projects: [
    // The longest first: they wait for minutes, and at the end nothing else would be left to do meanwhile.
    { name: "own organisations", testMatch: own, workers: 2, ...last },
    { name: "the loop", testMatch: waiting, workers: 3, ...last },
    // These compute all the time: more of them than that hold each other up.
    { name: "specs", testMatch: "*.spec.ts", testIgnore: [...own, ...waiting], workers: 4, ...last },
    { name: "no secret leaves", testMatch: "no-secret-leaves.teardown.ts" },
  ],
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [["list"], ["json"]] : [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: chromium,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    actionTimeout: 60_000,
    navigationTimeout: 90_000,
    screenshot: "only-on-failure",
    // Tracing takes computing that two cores do not have to spare; the picture and the page's text at the failure are kept anyway. To get one: --trace on.
    trace: "off",
    // What moves is drawn in software here, again and again.
    contextOptions: { reducedMotion: "reduce" },
  },
});
