import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { remember } from "./support/canaries";
import { lookAt } from "./support/look";
import { freePorts } from "./support/ports";
import { test } from "./support/sample";

// What is decided about everything at once: how long tokens may live, what a file says of a system, and what of it all can't be seen.

const narrow = { width: 390, height: 844 };

async function fits(page: Page): Promise<void> {
  const spare = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(spare, "the page is wider than its window").toBeLessThanOrEqual(0);
}

test("coverage says what is unknown, each number opens its rows, and an address that names nothing is not found; at 390 px", async ({ sample, signIn }) => {
  const ines = await signIn("ines.moreau");
  await ines.setViewportSize(narrow);
  await ines.goto(`${sample.origins.web}/coverage`);
  const connections = ines.getByRole("region", { name: "Connections" });
  await expect(connections).toContainText("Unleash");
  expect(await connections.evaluate((frame) => frame.scrollWidth - frame.clientWidth), "the first table is wider than its frame").toBeLessThanOrEqual(0);
  const unknown = ines.getByRole("link", { name: /^Environment unknown for \d+ of \d+ tokens of / }).first();
  const [, count = "", of = ""] = /unknown for (\d+) of \d+ tokens of (.*)$/.exec((await unknown.getAttribute("aria-label")) ?? "") ?? [];
  await fits(ines);
  await unknown.click();
  await expect(ines.getByRole("heading", { level: 1, name: "Environment unknown" })).toBeVisible();
  await expect(ines.getByRole("region", { name: `Tokens of ${of} without it` }).locator("tbody tr")).toHaveCount(Math.min(100, Number(count)));
  for (const nothing of [ines.url().replace(/environment$/, "nonsense"), `${sample.origins.web}/coverage/x/y`]) {
    await ines.goto(nothing);
    await expect(ines.getByRole("heading", { level: 1, name: "There is nothing at this address" })).toBeVisible();
  }
});

test("one purpose is said for two tokens at once, and they leave the gap; at 390 px", async ({ sample, signIn }) => {
  const mira = await signIn("mira.koh");
  await mira.setViewportSize(narrow);
  await mira.goto(`${sample.origins.web}/ownership?gap=no_purpose&q=sla-monitor`);
  const boxes = mira.getByRole("checkbox", { name: /^Select sla-monitor/ });
  const names = await Promise.all([0, 1].map(async (n) => (await boxes.nth(n).getAttribute("aria-label")) ?? ""));
  for (const name of names) await mira.getByRole("checkbox", { name, exact: true }).check();
  await mira.getByRole("button", { name: "Say the purpose" }).click();
  await mira.getByRole("dialog").getByLabel("Purpose").fill("Watches what customers were promised.");
  await fits(mira);
  await mira.getByRole("button", { name: "Set the purpose" }).click();
  await expect(mira.getByText("2 tokens given a purpose.")).toBeVisible();
  for (const name of names) await expect(mira.getByRole("checkbox", { name, exact: true })).toHaveCount(0);
});

test("a TTL policy is set, changed and ended, each with its reason; whoever only reads sets none", async ({ sample, signIn }) => {
  const mira = await signIn("mira.koh");
  await mira.goto(`${sample.origins.web}/policies`);
  await mira.getByRole("button", { name: "Set a TTL policy" }).click();
  const dialog = mira.getByRole("dialog");
  await dialog.getByLabel("Class").selectOption("certificate");
  await dialog.getByLabel("Environment").selectOption("other");
  await dialog.getByLabel("Longest life, days").fill("90");
  await dialog.getByLabel("Why these numbers").fill("Short.");
  await dialog.getByRole("button", { name: "Set policy" }).click();
  await expect(dialog.getByText("Say in a sentence why these numbers.").first()).toBeVisible();
  await expect(dialog.getByLabel("Longest life, days")).toHaveValue("90");
  await dialog.getByLabel("Why these numbers").fill("Certificates outside production are made anew each quarter.");
  await dialog.getByRole("button", { name: "Set policy" }).click();
  const row = mira.getByRole("region", { name: "TTL policies in force" }).getByRole("row").filter({ hasText: "made anew each quarter" });
  await expect(row).toContainText("90 days");
  await lookAt(mira, "ttl-policies");

  await row.getByRole("button", { name: "Change" }).click();
  await dialog.getByLabel("Longest life, days").fill("60");
  await dialog.getByRole("button", { name: "Set policy" }).click();
  await expect(row).toContainText("60 days");
  await expect(row).toHaveCount(1);

  const ines = await signIn("ines.moreau");
  await ines.goto(`${sample.origins.web}/policies`);
  await expect(ines.getByText("made anew each quarter")).toBeVisible();
  await expect(ines.getByRole("button", { name: /Set a TTL policy|Change|Adopt/ })).toHaveCount(0);

  await row.getByRole("button", { name: /^End the policy for/ }).click();
  await dialog.getByLabel("Reason").fill("It was tried out.");
  await dialog.getByRole("button", { name: "End the policy" }).click();
  await expect(row).toHaveCount(0);
});

test("a declaration is pasted, its faults are told by line, mended, and the connection is added and taken away", async ({ sample, signIn }) => {
  const sound = await readFile(new URL("../lib/connectors/declarative/examples/parse-server.yaml", import.meta.url), "utf8");
  const wrong = sound.replace("class: personal_access_token", "class: wand").replace("GET /sessions?", "/sessions?");
  const line = wrong.slice(0, wrong.indexOf("class: wand")).split("\n").length;
  const secret = `parse-read-${Math.random().toString(36).slice(2)}-canary`;
  await remember(sample, "a declared system's credential", secret);
  const tomas = await signIn("tomas.lindqvist");
  await tomas.goto(`${sample.origins.web}/connections/new`);
  await tomas.getByLabel("System").selectOption("declarative");
  const declaration = tomas.getByLabel("Declaration", { exact: true });
  await declaration.fill(wrong);
  const faults = tomas.getByRole("alert").filter({ hasText: "wrong in this file" });
  await expect(faults).toContainText(`Line ${line}`);
  await expect(tomas.getByRole("button", { name: "Seal and add" })).toBeDisabled();
  await faults.getByRole("button", { name: `Line ${line}` }).click();
  await expect(declaration).toBeFocused();
  expect(await declaration.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd))).toContain("class: wand");

  await declaration.fill(sound);
  await expect(tomas.getByText("A sound declaration of Parse Server")).toBeVisible();
  await expect(faults).toHaveCount(0);
  const name = `parse-${Math.random().toString(36).slice(2, 8)}`;
  await tomas.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await tomas.getByRole("textbox", { name: "Address" }).fill(`http://127.0.0.1:${await freePorts(1)}`);
  await tomas.getByLabel("It lives at a private address of our own network").check();
  await tomas.getByLabel("Credential for reading", { exact: true }).last().fill(secret);
  await tomas.getByRole("button", { name: "Seal and add" }).click();
  await tomas.waitForURL(/\/connections\/[0-9a-f-]{36}$/);
  await expect(tomas.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(tomas.getByText("Parse Server").first()).toBeVisible();
  await tomas.getByRole("button", { name: "Remove", exact: true }).click();
  await tomas.getByRole("dialog").getByLabel("Reason").fill("It was tried out.");
  await tomas.getByRole("button", { name: "Remove the connection" }).click();
  await tomas.waitForURL(/\/connections$/);
});
