import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
const themes = ["light", "dark"] as const;
/** WCAG 2.2 AA, and what axe calls best practice on top. */
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What can differ between light and dark, where nothing but colours does. */
const colourRules = ["color-contrast", "link-in-text-block"];

/** Fails with each thing axe finds on the page as it stands: the rule, the element, and how to mend it. */
export async function expectAccessible(page: Page, only: "everything" | "colours" = "everything"): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (only === "colours" ? axe.withRules(colourRules) : axe.withTags(rules)).analyze();
  expect(violations.map(({ id, help, nodes }) => `${id}: ${help} at ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
}

/**
 * Looks at a page wide and narrow, light and dark: axe finds nothing, nothing runs off the side, and a picture of each is kept in
 * test-results/pictures. Leaves the page wide and light.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes))
    for (const theme of themes) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      // Colours are the same at every width, and everything else is the same in every theme.
      if (theme === "light") await expectAccessible(page);
      else if (size === "wide") await expectAccessible(page, "colours");
      const spare = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(spare, `${name} is wider than its window (${size}, ${theme})`).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `test-results/pictures/${name}-${size}-${theme}.png`, animations: "disabled" });
    }
  await page.setViewportSize(sizes.wide);
  await page.emulateMedia({ colorScheme: "light" });
}
