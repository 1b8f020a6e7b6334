import { test as base, type Page } from "@playwright/test";
import { type Stack, signInLink } from "./stack";
import { sampleVariable } from "./start-sample";

export { expect } from "@playwright/test";

interface WorkerFixtures {
  /** the run's sample organisation */
  sample: Stack;
}

interface Fixtures {
  /** signs somebody in, in a browser of their own (cookies and passkeys apart from everyone else's) */
  signIn: (userName: string) => Promise<Page>;
}

/** Playwright's `test` with the sample organisation. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  sample: [
    // biome wants no empty pattern; Playwright wants its first argument destructured
    async ({ browserName: _ }, use) => {
      const told = process.env[sampleVariable];
      if (!told || told === "none") throw new Error("This spec needs the sample organisation: run it without COUNTERSIGN_E2E_SAMPLE=none.");
      await use(JSON.parse(told) as Stack);
    },
    { scope: "worker" },
  ],
  signIn: async ({ browser, sample }, use) => {
    const pages: Page[] = [];
    await use(async (userName) => {
      const page = await (await browser.newContext()).newPage();
      pages.push(page);
      await signInByLink(page, await signInLink(sample, userName));
      return page;
    });
    for (const page of pages) await page.context().close();
  },
});

/** Opens a one-time link and spends it. */
export async function signInByLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}
