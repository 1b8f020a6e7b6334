import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "@playwright/test";
import { made } from "../lib/exposure/testkit/made-secrets";
import { Repository } from "../lib/exposure/testkit/repository";
import { remember } from "./support/canaries";
import { lookAt } from "./support/look";
import { test } from "./support/sample";
import { countersign, type Stack } from "./support/stack";

// A secret that stands in code and in a chat is one exposure, known by its places and never by itself.

/** What the command said: finding something is an exit code of its own, which the stack's runner throws. */
const scan = (sample: Stack, ...words: string[]) =>
  countersign(sample, "scan", ...words).then(
    (answer) => JSON.stringify(answer),
    (error: Error) => error.message,
  );

test("a secret in a repository and a chat is one exposure with its places; it is triaged by keyboard, and an auditor only reads", async ({
  sample,
  signIn,
}) => {
  test.setTimeout(90_000);
  const name = `e2e ${Math.random().toString(36).slice(2)}`;
  const secret = made.github(name);
  await remember(sample, "a secret found by scanning", secret);
  const repository = new Repository();
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-chat-"));
  try {
    repository.commit({ "deploy/release.ts": `export const token = "${secret}";\n`, "README.md": "Nothing here.\n" });
    repository.commit({ "deploy/release.ts": "export const token = process.env.TOKEN;\n" });
    const chat = path.join(folder, "on-call.txt");
    writeFileSync(chat, `Ben: use this one for now\nBen: ${secret}\n`);
    for (const open of [repository.folder, folder]) chmodSync(open, 0o755);
    for (const said of [await scan(sample, repository.folder), await scan(sample, chat, "--channel", "chat")]) {
      expect(said).toContain("github_pat");
      expect(said).not.toContain(secret);
    }
  } finally {
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  }

  const mira = await signIn("mira.koh");
  await mira.goto(`${sample.origins.web}/exposure?q=${encodeURIComponent(path.basename(repository.folder))}`);
  await expect(mira.getByText("No exposed secret fits these filters")).toBeVisible();
  await mira.goto(`${sample.origins.web}/exposure?q=release.ts&reach=both&visible=older,90d,1y`);
  const table = mira.getByRole("table", { name: "Exposed secrets" });
  const rows = table.locator("[data-row]");
  const hint = secret.slice(-4);
  const row = rows.filter({ hasText: hint });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("and 1 more");
  await expect(mira.getByRole("heading", { level: 1 })).toContainText("outside code");
  await lookAt(mira, "exposure-filtered");

  await test.step("triage by keyboard", async () => {
    await row.getByRole("link").focus();
    await mira.keyboard.press("v");
    await expect(row).toContainText("in review");
    await expect(mira.getByRole("button", { name: /^Undo: / })).toBeVisible();
    await mira.keyboard.press("z");
    await expect(row).not.toContainText("in review");
    await row.getByRole("link").focus();
    await mira.keyboard.press("f");
    const dialog = mira.getByRole("dialog");
    await dialog.getByLabel("Why").fill("Made for this run.");
    await mira.keyboard.press("Tab");
    await mira.keyboard.press("Tab");
    await mira.keyboard.press("Enter");
    // While it stands open, nothing of the list can be found by its role.
    await expect(dialog).toHaveCount(0);
    await expect(mira.getByRole("button", { name: /^Undo: .* false positive$/ })).toBeVisible();
    await expect(row).toHaveCount(0);
    await mira.keyboard.press("z");
    await expect(row).toHaveCount(1);
  });

  await row.getByRole("link").focus();
  await mira.keyboard.press("Enter");
  const panel = mira.getByRole("dialog");
  await expect(panel).toContainText("deploy/release.ts:1");
  await expect(panel).toContainText("on-call.txt:2");
  const address = new URL(mira.url());
  await mira.goto(`${address.origin}${address.pathname}`);
  await expect(mira.getByText("•••").first()).toBeVisible();
  await expect(mira.getByText("Nobody had listed it before it was found", { exact: false })).toBeVisible();
  expect(await mira.content()).not.toContain(secret);
  await lookAt(mira, "exposure-one");

  const ines = await signIn("ines.moreau");
  await ines.goto(mira.url());
  await expect(ines.getByRole("heading", { level: 1 })).toContainText(hint);
  await expect(ines.getByRole("button", { name: "Copy a ticket text" })).toBeVisible();
  await expect(ines.getByRole("button", { name: /review|remedied|False positive|Request revocation/ })).toHaveCount(0);
  await ines.goto(`${sample.origins.web}/exposure`);
  for (const tab of ["By channel", "By team", "By age"]) {
    await ines.getByRole("navigation", { name: "Exposed secrets" }).getByRole("link", { name: tab }).click();
    await expect(ines.getByRole("region", { name: /^Exposed secrets by/ })).toBeVisible();
    if (tab === "By channel") await lookAt(ines, "exposure-by-channel");
  }
  await ines.getByRole("navigation", { name: "Exposed secrets" }).getByRole("link", { name: "Head start" }).click();
  await expect(ines.getByRole("region", { name: "How long each stage took" }).getByRole("row", { name: /^Detected → decided/ })).toBeVisible();
  await lookAt(ines, "head-start");
  await ines.getByRole("link", { name: /^\d+ sources?$/ }).click();
  await expect(ines.getByRole("region", { name: "Sources" })).toContainText(path.basename(repository.folder));
  await lookAt(ines, "scans");
  await ines.getByRole("link", { name: repository.folder, exact: true }).click();
  await expect(ines.getByText("2 commits")).toBeVisible();
  await lookAt(ines, "scan-source");
});
