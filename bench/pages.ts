import { randomUUID } from "node:crypto";
import { type BrowserContext, type Cookie, chromium, type Page } from "@playwright/test";
import { invitePerson } from "../lib/sign-in/invite-person";
import config from "../playwright.config";
import { type Loaded, load, nextRows, slowestInteraction } from "./support/browser";
import { benchDatabase } from "./support/database";
import { generate } from "./support/generate";
import { percentile, report } from "./support/report";
import { bareWeb, productWeb } from "./support/web";

// Inventory, Residue, Ownership and the page of a token, as a browser that has never been there meets them, with a million tokens behind; and beside
// each a bare page of the same Next, taking turns. The server, PostgreSQL and the browser share the machine.
// COUNTERSIGN_BENCH_TOKENS=100000 measures with as many behind.
const tokens = Number(process.env.COUNTERSIGN_BENCH_TOKENS ?? 1_000_000);
const rounds = 5;

const database = await benchDatabase();
await generate(database.adminUrl.replace(/\/postgres$/, "/countersign"), { tokens });
const owner = database.as("owner");
const { id: token } = await owner.token.findFirstOrThrow({ where: { mergedInto: null, ownership: { state: "confirmed" } }, orderBy: { id: "asc" } });

const web = await productWeb((origin) => ({
  DATABASE_URL: database.url("web"),
  NEXTAUTH_SECRET: randomUUID(),
  NEXTAUTH_URL: origin,
  COUNTERSIGN_ORIGIN: origin,
  COUNTERSIGN_PROCESS: "web",
}));
const bare = await bareWeb();
const browser = await chromium.launch(config.use?.launchOptions);
try {
  const cookies = await signIn();
  const signedIn = (context: BrowserContext) => context.addCookies(cookies);
  const warm = await load(browser, signedIn, `${web.origin}/inventory`, "[data-row-link]");
  await warm.page.context().close();
  for (const [name, path, use] of [
    ["Inventory", "/inventory", useList],
    ["Residue", "/residue", useList],
    ["Ownership", "/ownership", useList],
    ["token page", `/inventory/${token}`, usePage],
  ] as const)
    await measure(name, path, signedIn, use);
} finally {
  await browser.close();
  await Promise.all([web.stop(), bare.stop()]);
  await database.stop();
}

/** As a person would, once: by a link, whose session the other visits share. */
async function signIn(): Promise<Cookie[]> {
  const operator = { ...database.context("web"), db: owner, actor: { type: "operator", name: "bench" } } as const;
  const { link } = await invitePerson(operator, { userName: "bench", roles: ["security_manager"], origin: web.origin });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

interface Used {
  interaction: number;
  rows: number[];
}

async function measure(name: string, path: string, signedIn: (context: BrowserContext) => Promise<void>, use: (page: Page) => Promise<Used>): Promise<void> {
  const ours: (Loaded & Used)[] = [];
  const peers: Loaded[] = [];
  for (let round = 0; round < rounds; round++) {
    const loaded = await load(browser, signedIn, web.origin + path, "main h1, main h2");
    ours.push({ ...loaded, ...(await use(loaded.page)) });
    await loaded.page.context().close();
    const peer = await load(browser, async () => undefined, bare.origin, "h1");
    peers.push(peer);
    await peer.page.context().close();
  }
  const median = <T>(all: T[], of: (one: T) => number) => percentile(all.map(of), 0.5);
  const line = (what: string, unit: string, value: number, peer: number | null = null) =>
    report({ bench: `pages ${tokens}, ${name}, ${what}`, unit, ours: value, peer, peer_name: peer === null ? null : "bare Next page" });
  line(
    "script until the page stands",
    "kB gzip",
    median(ours, ({ script }) => script),
    median(peers, ({ script }) => script),
  );
  line(
    "script after that, unasked",
    "kB gzip",
    median(ours, ({ lateScript }) => lateScript),
  );
  line(
    "largest contentful paint",
    "ms",
    median(ours, ({ paint }) => paint),
    median(peers, ({ paint }) => paint),
  );
  line(
    "slowest interaction",
    "ms",
    median(ours, ({ interaction }) => interaction),
  );
  const rows = ours.flatMap((one) => one.rows);
  if (rows.length > 0) line("next page of rows, median", "ms", percentile(rows, 0.5));
  if (rows.length > 0) line("next page of rows, 95th percentile", "ms", percentile(rows, 0.95));
}

/** What one does in a list: further rows, an order, walking and choosing by key, searching, opening a row. */
async function useList(page: Page): Promise<Used> {
  await page.locator("[data-row-link]").first().waitFor();
  const rows: number[] = [];
  for (let n = 0; n < 4; n++) {
    const took = await nextRows(page);
    if (took !== null) rows.push(took);
    await page.waitForTimeout(300);
  }
  await page.evaluate(() => window.scrollTo(0, 0));
  const order = page.locator("thead button").first();
  if (await order.isVisible()) await order.click();
  await page.waitForTimeout(500);
  await page.locator("[data-row-link]").first().focus();
  for (const key of ["j", "j", "x", "k"]) await page.keyboard.press(key, { delay: 40 });
  await page.locator("[data-search]").first().pressSequentially("led", { delay: 80 });
  await page.waitForTimeout(800);
  const row = page.locator("[data-row-link]").first();
  if (await row.isVisible()) await row.click();
  await page.waitForTimeout(800);
  return { interaction: await slowestInteraction(page), rows };
}

async function usePage(page: Page): Promise<Used> {
  await page.getByRole("button", { name: "Change owner" }).click();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.waitForTimeout(500);
  return { interaction: await slowestInteraction(page), rows: [] };
}
