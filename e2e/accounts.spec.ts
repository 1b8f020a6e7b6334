import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import { asOwner } from "./support/database";
import { expectAccessible, lookAt } from "./support/look";
import { test } from "./support/sample";
import type { Stack } from "./support/stack";

// An account that nobody answers for is found, gets its person by hand, and loses them again; findings follow.

/** A service account that a listing names, as the collector would have written it, and put on its list. */
const listed = (stack: Stack, id: string, name: string) =>
  asOwner(stack, async (client) => {
    await client.query(
      `insert into account (id, connection_id, external_id, kind, name, status, first_seen_at, last_seen_at, facts_hash)
       select $1::uuid, c.id, $2, 'service', $2, 'enabled', now(), now(), '' from connection c where c.connector = 'import' order by c.id limit 1`,
      [id, name],
    );
    await client.query("insert into reevaluation (account_id) values ($1::uuid)", [id]);
  });

test("an orphaned service account is linked to a person, unlinked and triaged; an auditor only reads", async ({ sample, signIn }) => {
  const [id, name] = [randomUUID(), `e2e-robot-${randomUUID().slice(0, 6)}`];
  await listed(sample, id, name);
  const mira = await signIn("mira.koh");
  const here = `${sample.origins.web}/accounts?finding=orphaned-service-account&q=${name}`;
  const row = mira.getByRole("table", { name: "Accounts" }).locator("[data-row]").filter({ hasText: name });

  await test.step("it is listed first among those that nobody is linked to, and opens beside the list", async () => {
    await expect(async () => {
      await mira.goto(here);
      await expect(row).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await mira.goto(`${sample.origins.web}/accounts`);
    await expect(mira.getByRole("heading", { level: 1 })).toContainText("to nobody");
    await lookAt(mira, "accounts");
    await mira.goto(here);
    await row.getByRole("link").first().click();
    const panel = mira.getByRole("dialog", { name });
    await expect(panel.getByText("Nobody is linked to it.")).toBeVisible();
    await expectAccessible(mira);
    await panel.getByRole("link", { name: "Open the full page" }).click();
    await expect(mira.getByRole("heading", { level: 1, name })).toBeVisible();
  });

  const finding = mira.getByRole("listitem").filter({ hasText: "A service account that nobody answers for" });
  /** The collector judges within seconds; the page is read anew until it has. */
  const untilFinding = (words: string) =>
    expect(async () => {
      await mira.reload();
      await expect(finding).toContainText(words, { timeout: 2_000 });
    }).toPass();

  await test.step("its person is chosen, with a reason; the finding closes", async () => {
    await mira.getByRole("button", { name: "Link to a person" }).click();
    const dialog = mira.getByRole("dialog", { name: /^Who answers for / });
    await dialog.getByRole("textbox", { name: "Person" }).fill("Ben Ort");
    await dialog.getByRole("button", { name: /^Ben Ortiz/ }).click();
    await expect(dialog.getByRole("button", { name: "Link account" })).toBeDisabled();
    await dialog.getByLabel("Why").fill("He runs what it deploys.");
    await expectAccessible(mira);
    await dialog.getByRole("button", { name: "Link account" }).click();
    await expect(mira.getByRole("button", { name: "Link to somebody else" })).toBeVisible();
    await expect(mira.getByRole("list", { name: "What people said of it" })).toContainText("Mira Koh linked it to Ben Ortiz");
    await untilFinding("closed");
    await lookAt(mira, "account");
  });

  await test.step("an auditor sees who said so, and can change nothing", async () => {
    const ines = await signIn("ines.moreau");
    await ines.goto(`${sample.origins.web}/accounts/${id}`);
    await expect(ines.getByText("“He runs what it deploys.”")).toBeVisible();
    await expect(ines.getByRole("button", { name: /^(Link to|Undo|Take into review|False positive)/ })).toHaveCount(0);
  });

  await test.step("the link is undone, and the finding is back; it is taken into review", async () => {
    await mira.getByRole("button", { name: /^Undo the link of / }).click();
    const dialog = mira.getByRole("dialog");
    await dialog.getByLabel("Why").fill("He has moved to another team.");
    await dialog.getByRole("button", { name: "Undo link" }).click();
    await expect(mira.getByText("Nobody is linked to it.")).toBeVisible();
    await untilFinding("False positive");
    await finding.getByRole("button", { name: /^Take into review/ }).click();
    await expect(finding).toContainText("in review", { ignoreCase: true });
  });
});

test("each finding about an account leads to it, and an address that names nothing is said to", async ({ sample, signIn }) => {
  const [id, name] = [randomUUID(), `e2e-cron-${randomUUID().slice(0, 6)}`];
  await listed(sample, id, name);
  const tomas = await signIn("tomas.lindqvist");
  const list = `${sample.origins.web}/frameworks/findings?rule=orphaned-service-account&limit=500`;
  await expect(async () => {
    await tomas.goto(list);
    await expect(tomas.getByRole("link", { name })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await tomas.getByRole("link", { name }).click();
  await expect(tomas.getByRole("heading", { level: 1, name })).toBeVisible();
  await tomas.goto(`${sample.origins.web}/accounts/${randomUUID()}`);
  await expect(tomas.getByRole("heading", { level: 1, name: "There is nothing at this address" })).toBeVisible();
  await tomas.goto(`${sample.origins.web}/accounts?kind=robot`);
  await expect(tomas.getByText("This address asks for something that accounts don’t have.")).toBeVisible();
});
