import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
type Size = keyof typeof sizes;
type Theme = "light" | "dark";
/** WCAG 2.2 AA, and what axe calls best practice on top. */
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What differs between light and dark, where nothing but colours does. */
const colourRules = ["color-contrast", "link-in-text-block"];
/** Colours are the same at every width, and everything else is the same in every theme. */
const variants: { size: Size; theme: Theme; axe: "everything" | "colours" | "all but colours" | null }[] = [
  { size: "wide", theme: "light", axe: "everything" },
  { size: "wide", theme: "dark", axe: "colours" },
  { size: "narrow", theme: "light", axe: "all but colours" },
  { size: "narrow", theme: "dark", axe: null },
];
/** Pictures are for people: drawn when COUNTERSIGN_PICTURES=1. */
const pictures = process.env.COUNTERSIGN_PICTURES === "1";

/** Fails with each thing axe finds on the page as it stands: the rule, the element, and how to mend it. */
export async function expectAccessible(page: Page, what: "everything" | "colours" | "all but colours" = "everything"): Promise<void> {
  // No frames are looked into and no list of what passed is kept: both take longer than the looking. A dozen rows of a list stand for all.
  const axe = new AxeBuilder({ page })
    .options({ resultTypes: ["violations"], preload: false })
    .setLegacyMode(true)
    .exclude("[data-row]:nth-of-type(n+13)");
  if (what === "colours") axe.withRules(colourRules);
  else axe.withTags(rules);
  if (what === "all but colours") axe.disableRules(colourRules);
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, help, nodes }) => `${id}: ${help} at ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
}

/** Nothing of the page runs off its side. */
export async function fits(page: Page, name = "the page"): Promise<void> {
  const spare = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(spare, `${name} is wider than its window`).toBeLessThanOrEqual(0);
}

/**
 * Looks at a page wide and narrow, light and dark: axe finds nothing, nothing runs off the side. With COUNTERSIGN_PICTURES=1 a picture of each is
 * kept in test-results/pictures. Leaves the page wide and light.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const { size, theme, axe } of variants) {
    if (!axe && !pictures) continue;
    await page.setViewportSize(sizes[size]);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    // what the bar at the top half covers, where the page was left scrolled, axe takes for small
    await page.evaluate(() => window.scrollTo(0, 0));
    if (axe) await expectAccessible(page, axe);
    await fits(page, `${name} (${size}, ${theme})`);
    if (pictures) await page.screenshot({ path: `test-results/pictures/${name}-${size}-${theme}.png`, animations: "disabled" });
  }
  await page.setViewportSize(sizes.wide);
  await page.emulateMedia({ colorScheme: "light" });
}
