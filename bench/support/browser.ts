import type { Browser, BrowserContext, Page } from "@playwright/test";

export interface Loaded {
  page: Page;
  /** kilobytes of script as they came, compressed, until the page stood; and what came within three seconds after */
  script: number;
  lateScript: number;
  /** largest contentful paint, ms */
  paint: number;
}

interface Timings {
  paint: number;
  /** ms from input to the next paint, by interaction */
  interactions: Record<string, number>;
}
type Watched = typeof globalThis & { timings: Timings };

/** Runs in the page before anything else: notes what the browser itself measures (Largest Contentful Paint, Event Timing). */
function watch(): void {
  const timings: Timings = { paint: 0, interactions: {} };
  (globalThis as Watched).timings = timings;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) timings.paint = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries() as (PerformanceEntry & { interactionId: number })[])
      if (interactionId) timings.interactions[interactionId] = Math.max(duration, timings.interactions[interactionId] ?? 0);
  }).observe({ type: "event", buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
}

/** A browser that has never been there opens an address. It stands once `stands` is visible. */
export async function load(browser: Browser, prepare: (context: BrowserContext) => Promise<void>, address: string, stands: string): Promise<Loaded> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", locale: "en-GB", timezoneId: "UTC" });
  await prepare(context);
  const page = await context.newPage();
  await page.addInitScript(watch);
  let bytes = 0;
  page.on("requestfinished", (request) => {
    if (request.resourceType() !== "script") return;
    void request.sizes().then(({ responseBodySize }) => {
      bytes += responseBodySize;
    });
  });
  await page.goto(address);
  await page.locator(stands).first().waitFor();
  await page.waitForLoadState("load");
  await page.waitForTimeout(100);
  const script = bytes / 1000;
  await page.waitForTimeout(3000);
  const { paint } = await timings(page);
  return { page, script, lateScript: bytes / 1000 - script, paint };
}

const timings = (page: Page): Promise<Timings> => page.evaluate(() => (globalThis as Watched).timings);

/** What the slowest of the interactions so far took until the next paint, ms. Those below 16 ms are not reported by browsers and count as 16. */
export async function slowestInteraction(page: Page): Promise<number> {
  await page.waitForTimeout(300);
  return Math.max(16, ...Object.values((await timings(page)).interactions));
}

/** Scrolls a list to its end and waits for further rows: ms from the scrolling until they are drawn. Null where there are none. */
export function nextRows(page: Page): Promise<number | null> {
  return page.evaluate(async () => {
    const body = document.querySelector("main tbody, main [data-rows]");
    if (!body) return null;
    const before = body.getBoundingClientRect().height;
    const began = performance.now();
    window.scrollTo(0, document.documentElement.scrollHeight);
    while (performance.now() - began < 5000) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      if (body.getBoundingClientRect().height > before) return performance.now() - began;
    }
    return null;
  });
}
