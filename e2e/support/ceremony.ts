import { expect, type Locator, type Page } from "@playwright/test";
import type { Stack } from "./stack";

// What people do about keys and statements of trust, each through what a page calls it.

/** A statement that waits, on the set-up checklist. */
export const waitingRow = (page: Page, title: string): Locator =>
  page
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: /^Read/ }) })
    .filter({ hasText: title });

/** Goes from the checklist to the signer's page and registers a passkey there; returns its fingerprint. */
export async function registerFromChecklist(page: Page, stack: Stack, button: string, name: string): Promise<string> {
  await page.goto(`${stack.origins.web}/set-up`);
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.waitForURL(`${stack.origins.signer}/enrol`);
  await page.getByLabel("Name of the key").fill(name);
  await page.getByRole("button", { name: "Register a passkey" }).click();
  await expect(page.getByText(`“${name}” is registered.`)).toBeVisible();
  const keys = page.getByRole("region", { name: "Your keys" });
  return (await keys.getByText(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/).textContent())?.trim() ?? "";
}

/** Reads a waiting statement on the signer's page (there `look` may look at it), signs it, and comes back to the checklist. */
export async function signTrust(page: Page, stack: Stack, title: string, look?: (page: Page) => Promise<void>): Promise<void> {
  await page.goto(`${stack.origins.web}/set-up`);
  await waitingRow(page, title).getByRole("button", { name: "Read and sign" }).click();
  await page.waitForURL(`${stack.origins.signer}/trust/**`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(title);
  await look?.(page);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByText("You signed this")).toBeVisible();
  await page.getByRole("link", { name: "Back to the set-up checklist" }).click();
  await page.waitForURL(`${stack.origins.web}/set-up`);
}

/** Proposes an approver group on Policies. */
export async function proposeGroup(page: Page, stack: Stack, group: string, members: readonly string[]): Promise<void> {
  await page.goto(`${stack.origins.web}/policies`);
  await page.getByRole("button", { name: "Propose a group" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name of the group").fill(group);
  for (const member of members) {
    await dialog.getByLabel("Add a member").fill(member);
    await dialog.getByRole("button", { name: member }).click();
    await expect(dialog.getByRole("list", { name: "Members" }).getByText(member)).toBeVisible();
  }
  await dialog.getByRole("button", { name: "Propose group" }).click();
  await expect(waitingRow(page, `Say who approves as ${group}`)).toBeVisible();
}

/** Proposes another approval policy on Policies, changing only the hold and the delay. */
export async function proposePolicy(page: Page, stack: Stack, seconds: { hold: number; delay: number }): Promise<void> {
  await page.goto(`${stack.origins.web}/policies`);
  await page.getByRole("button", { name: "Propose another policy" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Hold before acting, seconds").fill(String(seconds.hold));
  await dialog.getByLabel("Delay of widening, seconds").fill(String(seconds.delay));
  await dialog.getByRole("button", { name: "Propose policy" }).click();
  await expect(waitingRow(page, "Set the approval policy")).toBeVisible();
}
