import { chmodSync } from "node:fs";
import { expect } from "@playwright/test";
import { made } from "../lib/exposure/testkit/made-secrets";
import { Repository } from "../lib/exposure/testkit/repository";
import { zipOf } from "../lib/exposure/testkit/zip-of";
import { remember } from "./support/canaries";
import { lookAt } from "./support/look";
import { test } from "./support/sample";
import { countersign } from "./support/stack";
import { Unleash } from "./support/unleash";

// Content goes from the browser straight to the collector, and a place on its host is looked through by itself: what is found is an exposure.

test("text is pasted, a zip is sent, and a repository named on the host is looked through when its manager says so", async ({ sample, signIn }) => {
  test.setTimeout(120_000);
  const mark = Math.random().toString(36).slice(2, 8);
  const { secret } = await (await Unleash.of(sample)).existing("portal-bff");
  const [inZip, first, second] = ["zip", "first", "second"].map((name) => made.github(`${name} ${mark}`)) as [string, string, string];
  for (const each of [inZip, first, second]) await remember(sample, "a secret found by scanning", each);
  const repository = new Repository();
  chmodSync(repository.folder, 0o755);
  repository.commit({ "deploy.ts": `export const token = "${first}";\n` });
  await countersign(sample, "scan", "add", repository.folder, "--every", "1d", "--name", `mirror ${mark}`);

  const mira = await signIn("mira.koh");
  await mira.goto(`${sample.origins.web}/exposure/scans`);
  await mira.getByRole("link", { name: "Scan text or a file" }).click();

  await test.step("pasted text is answered at once, by which token it is", async () => {
    await mira.getByLabel("Text", { exact: true }).fill(`Ben: take this one for now\n${secret}\n`);
    await mira.getByLabel("Name of the source").fill(`on-call ${mark}`);
    await mira.getByRole("button", { name: "Scan this text" }).click();
    await expect(mira.getByRole("status").filter({ hasText: "1 secret was seen" })).toBeVisible({ timeout: 20_000 });
    const seen = mira.getByRole("list", { name: "Secrets that were seen" });
    await expect(seen).toContainText("portal-bff");
    await expect(mira.getByLabel("Text", { exact: true })).toHaveValue("");
    await lookAt(mira, "scan-text-answered");
    expect(await mira.content()).not.toContain(secret);
  });

  await test.step("a zip is sent, and its run stays", async () => {
    await mira.getByRole("link", { name: "File", exact: true }).click();
    const buffer = zipOf({ "logs/build.log": `step 1\nGITHUB_TOKEN=${inZip}\n`, "logo.png": Buffer.from("\x89PNG\r\n\x1a\n\0\0", "latin1") });
    await mira.getByLabel("File").setInputFiles({ name: `build-${mark}.zip`, mimeType: "application/zip", buffer });
    await mira.getByLabel("Where people see it").selectOption("build_log");
    await lookAt(mira, "scan-file");
    await mira.getByRole("button", { name: "Scan this file" }).click();
    await expect(mira.getByRole("heading", { level: 1 })).toContainText(`build-${mark}.zip`);
    await expect(mira.getByRole("list", { name: "Secrets that were seen" })).toContainText(inZip.slice(-4), { timeout: 30_000 });
    await mira.reload();
    await expect(mira.getByText("Pictures, sound, fonts or packed data").first()).toBeVisible();
    await mira.getByRole("list", { name: "Secrets that were seen" }).getByRole("link").first().click();
    await expect(mira.getByText(`build-${mark}.zip!/logs/build.log:2`)).toBeVisible();
  });

  await test.step("a source on the host: its first run by the clock, a new commit by hand", async () => {
    await mira.goto(`${sample.origins.web}/exposure/scans`);
    await mira.getByRole("link", { name: `mirror ${mark}`, exact: true }).click();
    await expect(mira.getByRole("list", { name: "Secrets that were seen" })).toContainText(first.slice(-4), { timeout: 30_000 });
    repository.commit({ "deploy.ts": "export const token = process.env.TOKEN;\n", "other.ts": `export const token = "${second}";\n` });
    await mira.getByRole("button", { name: "Run now" }).click();
    await expect(mira.getByText("what was new in the history")).toBeVisible({ timeout: 30_000 });
    await expect(mira.getByRole("list", { name: "Secrets that were seen" })).toContainText(second.slice(-4));
    await mira.getByRole("button", { name: "Let it rest" }).click();
    await expect(mira.getByText(/at rest since .* by Mira Koh/)).toBeVisible();
    await lookAt(mira, "scan-source-planned");
    await mira.goto(`${sample.origins.web}/exposure/scans`);
    await expect(mira.getByRole("row", { name: new RegExp(`mirror ${mark}`) })).toContainText("at rest");
    await lookAt(mira, "scans-planned");
  });
  await countersign(sample, "scan", "remove", `mirror ${mark}`);
  repository.remove();

  const ines = await signIn("ines.moreau");
  await ines.goto(`${sample.origins.web}/exposure/scans`);
  await expect(ines.getByRole("link", { name: `mirror ${mark}`, exact: true })).toBeVisible();
  await expect(ines.getByRole("link", { name: "Scan text or a file" })).toHaveCount(0);
  await ines.goto(`${sample.origins.web}/exposure/scans/new`);
  await expect(ines.getByRole("button", { name: "Scan this text" })).toHaveCount(0);
});
