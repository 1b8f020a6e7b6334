import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { remember } from "./support/canaries";
import { fits, sizes } from "./support/look";
import { test } from "./support/sample";

// Ten thousand tokens from a file with 137 bad rows: exactly these are told, the rest is in; mended and sent again, nothing is doubled.

const rows = 10_000;
const run = randomBytes(4).toString("hex");
const hostile = ["=HYPERLINK(1)", "<script>alert(1)</script>", "\u202eevil", "🎈 emoji", "+1", "@x", "-2+3", "’); drop table token; --"];

interface Line {
  id: string;
  class: string;
  name: string;
  secret: string;
  owner: string;
  created: string;
  expires: string;
  count: string;
  sha256: string;
}

const good = (n: number): Line => ({
  id: `imp-${run}-${n}`,
  class: "api_key",
  name: `${hostile[n % hostile.length]} ${run} ${n}`,
  secret: `canary-import-${run}-${n}`,
  owner: "",
  created: "2026-01-02T03:04:05Z",
  expires: n % 2 ? "never" : "2031-01-01",
  count: "",
  sha256: "",
});
const kinds: { spoil: Partial<Line>; field: string; reason: string }[] = [
  { spoil: { id: "" }, field: "id", reason: "is missing" },
  { spoil: { class: "wand" }, field: "class", reason: "is no class of token" },
  { spoil: { created: "2026-02-30" }, field: "created", reason: "is not a date" },
  { spoil: { count: "many" }, field: "familyCount", reason: "is not a whole number" },
  { spoil: { name: "n".repeat(10_000) }, field: "name", reason: "is longer than 500 characters" },
  { spoil: { owner: "nobody.at.all" }, field: "owner", reason: "is nobody known" },
  { spoil: { id: `imp-${run}-0` }, field: "id", reason: "stands in the file before" },
  { spoil: { sha256: "abc" }, field: "sha256", reason: "is not a SHA-256 fingerprint" },
  { spoil: { expires: "surplus,column" }, field: "row", reason: "columns where the header has" },
];
/** The bad rows lie spread over the file, from its second half on. */
const isBad = (n: number): number | null => (n >= 5_000 && (n - 5_000) % 36 === 0 && (n - 5_000) / 36 < 137 ? ((n - 5_000) / 36) % kinds.length : null);

function file(mended: boolean): { name: string; mimeType: string; buffer: Buffer } {
  const lines = ["Key,Class,Name,Secret,Owner,Created,Expires,Count,SHA256"];
  for (let n = 0; n < rows; n += 1) {
    const bad = mended ? null : isBad(n);
    const line = { ...good(n), ...(bad === null ? {} : kinds[bad]?.spoil) };
    const cells = [line.id, line.class, line.name, line.secret, line.owner, line.created, line.expires, line.count, line.sha256];
    lines.push(cells.map((cell, at) => (/[",]/.test(cell) && at !== 6 ? `"${cell.replaceAll('"', '""')}"` : cell)).join(","));
  }
  return { name: `${run}.csv`, mimeType: "text/csv", buffer: Buffer.from(lines.join("\n")) };
}

async function bringIn(page: Page, origin: string, given: ReturnType<typeof file>, map: boolean): Promise<void> {
  await page.goto(`${origin}/imports/new`);
  await fits(page);
  await page.getByLabel("File", { exact: true }).setInputFiles(given);
  await expect(page.getByRole("region", { name: "The first rows of the file" })).toContainText("••••••");
  if (map) {
    // "Key" says too little to be guessed as the id
    await page.getByLabel("Column for Id").selectOption("Key");
    await page.getByLabel("Column for Family: how many").selectOption("Count");
  } else await expect(page.getByText("as last time")).toBeVisible();
  await page.getByLabel("Name of the listing").fill(`e2e ${run}`);
  await page.getByRole("button", { name: "Start the import" }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
}

const fact = (page: Page, term: string) =>
  page
    .locator("dl > div", { has: page.getByText(term, { exact: true }) })
    .locator("dd")
    .first();

test("a file of 10,000 rows with 137 bad ones comes in without them; mended, nothing is doubled", async ({ sample, signIn }) => {
  await remember(sample, "a secret in an imported file", good(17).secret);
  await remember(sample, "a secret in a rejected row", good(5_000).secret);
  const mira = await signIn("mira.koh");
  await bringIn(mira, sample.origins.web, file(false), true);
  await mira.reload().catch(() => undefined);
  if (await mira.getByRole("button", { name: "Choose the file again" }).isVisible()) {
    const chooser = mira.waitForEvent("filechooser");
    await mira.getByRole("button", { name: "Choose the file again" }).click();
    await (await chooser).setFiles(file(false));
  }
  await expect(mira.getByText("taken in with rejects")).toBeVisible();
  await expect(fact(mira, "Rows read")).toHaveText("10,000");
  await expect(fact(mira, "New")).toHaveText("9,863");
  await expect(fact(mira, "Rejected")).toHaveText("137");

  const [download] = await Promise.all([mira.waitForEvent("download"), mira.getByRole("link", { name: "Download all as CSV" }).click()]);
  const rejects = (await readFile(await download.path(), "utf8")).trim().split("\r\n").slice(1);
  const expected = Array.from({ length: rows }, (_, n) => n).flatMap((n) => {
    const bad = isBad(n);
    return bad === null ? [] : [{ row: n + 1, kind: kinds[bad] }];
  });
  expect(rejects).toHaveLength(137);
  for (const [at, { row, kind }] of expected.entries()) {
    expect(rejects[at]).toMatch(new RegExp(`^${row},${kind?.field},`));
    expect(rejects[at]).toContain(kind?.reason);
  }

  await mira.setViewportSize(sizes.narrow);
  await bringIn(mira, sample.origins.web, file(true), false);
  await expect(mira.getByText("all taken in")).toBeVisible();
  await expect(fact(mira, "New")).toHaveText("137");
  await expect(fact(mira, "Unchanged")).toHaveText("9,863");
  await fits(mira);
  await mira.getByRole("link", { name: "In the inventory" }).click();
  await expect(mira.locator("option", { hasText: /^API key · 10,000$/ })).toBeAttached();

  await inert(mira, sample.origins.web);
});

/** What the file's names would do if they were more than text: nothing of it happened, each stands as it was written, and is found. The page is as narrow as it was. */
async function inert(page: Page, origin: string): Promise<void> {
  const opened: string[] = [];
  page.on("dialog", (dialog) => {
    opened.push(dialog.message());
    void dialog.dismiss();
  });
  for (const text of hostile) {
    await page.goto(`${origin}/inventory?q=${encodeURIComponent(`${text} ${run} `)}`);
    const first = page.locator("[data-row-link]").first();
    await expect(first).toContainText(`${text} ${run} `);
  }
  await page.locator("[data-row-link]").first().click();
  await expect(page.getByRole("dialog")).toContainText(hostile.at(-1) ?? "");
  await expect(page.locator("script", { hasText: "alert(1)" }).filter({ hasNotText: "self.__next_f" })).toHaveCount(0);
  await fits(page);
  expect(opened).toEqual([]);
}
