import { test as base, type Page } from "@playwright/test";
import { keepResponses } from "./canaries";
import { type Stack, signInLink, startMilliseconds } from "./stack";
import { theSample } from "./start-sample";

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
    async ({ browserName: _ }, use) => use(await theSample()),
    // the first who need it wait for its start
    { scope: "worker", timeout: startMilliseconds },
  ],
  signIn: async ({ browser, sample }, use) => {
    const pages: { page: Page; written: () => Promise<void> }[] = [];
    await use(async (userName) => {
      const context = await browser.newContext();
      const written = keepResponses(sample, context);
      const page = await context.newPage();
      pages.push({ page, written });
      await signInByLink(page, await signInLink(sample, userName));
      return page;
    });
    for (const { page, written } of pages) {
      await written();
      await page.context().close();
    }
  },
});

/** Opens a one-time link and spends it. */
export async function signInByLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}
