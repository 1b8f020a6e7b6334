import { expect, type Locator, type Page } from "@playwright/test";
import { remember } from "./canaries";
import type { NewPerson } from "./directory";
import type { Stack } from "./stack";

// What the people of the story do, each through what a page calls it.

/** Until the collector has read a token: its row stands in the Inventory. */
export async function untilKnown(page: Page, stack: Stack, token: string): Promise<void> {
  await expect(async () => {
    await page.goto(`${stack.origins.web}/inventory?q=${encodeURIComponent(token)}`);
    await expect(page.getByRole("link", { name: token })).toBeVisible({ timeout: 8_000 });
  }).toPass();
}

/** Chooses tokens of somebody on Residue and files a request for them; returns its number. */
export async function requestRevocation(page: Page, person: NewPerson, tokens: readonly string[], reason: string): Promise<number> {
  for (const token of tokens) await page.getByRole("checkbox", { name: `Select ${token} of ${person.displayName}` }).check();
  return fileRequest(page, tokens, reason);
}

/** Asks for the end of what the page that is open offers it for; returns the request's number. */
export async function fileRequest(page: Page, tokens: readonly string[], reason: string): Promise<number> {
  await page.getByRole("button", { name: "Request revocation" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("No usage source: we can’t say what breaks.")).toBeVisible();
  for (const token of tokens) await expect(dialog.getByText(token).first()).toBeVisible();
  await dialog.getByLabel("Reason").fill(reason);
  const file = dialog.getByRole("button", { name: "File the request" });
  await expect(file).toBeDisabled();
  const [only] = tokens;
  await dialog.getByLabel(/^Type .* to show that you mean/).fill(tokens.length === 1 && only ? only : `revoke ${tokens.length} tokens`);
  await file.click();
  await page.waitForURL(/\/requests\/\d+$/);
  return Number(page.url().split("/").at(-1));
}

/** Goes to the signer's page of a request, the way the request's page leads there. */
export async function openSigner(page: Page, stack: Stack, request: number): Promise<void> {
  await page.goto(`${stack.origins.web}/requests/${request}`);
  await page.getByRole("button", { name: "Open the signer’s page" }).click();
  await page.waitForURL(`${stack.origins.signer}/requests/**`);
}

/** Registers a passkey on the signer's page of a request, and comes back to it. */
export async function registerPasskey(page: Page, stack: Stack, request: number, name: string): Promise<void> {
  const offered = page.getByRole("link", { name: "Register a passkey" });
  // Whoever has a key already is not sent to make one; another spec may have given them theirs.
  if (await offered.isVisible()) await offered.click();
  else await page.goto(`${stack.origins.signer}/enrol`);
  await page.getByLabel("Name of the key").fill(name);
  await page.getByRole("button", { name: "Register a passkey" }).click();
  await expect(page.getByText(`“${name}” is registered.`)).toBeVisible();
  await openSigner(page, stack, request);
}

/** Reads the statement and signs it with the named key. */
export async function sign(page: Page, button: "Sign my request" | "Sign and approve", key: string): Promise<void> {
  await chooseKey(page, key);
  await page.getByRole("button", { name: button }).click();
  await expect(page.getByText("You signed this")).toBeVisible();
}

/** Chooses a key where there is a choice. */
export async function chooseKey(page: Page, key: string): Promise<void> {
  const choice = page.getByLabel("Sign with");
  const label = page.getByRole("option", { name: key });
  if (await choice.isVisible()) await choice.selectOption({ label: (await label.textContent()) ?? "" });
  else await expect(page.getByText(`You sign with ${key}`)).toBeVisible();
}

export const machineLane = (page: Page): Locator => page.getByRole("region", { name: "Machine acts" });
export const peopleLane = (page: Page): Locator => page.getByRole("region", { name: "People decide" });
/** A step of the machine that has been taken: its title and nothing that says otherwise. */
export const done = (page: Page, title: string): Locator => machineLane(page).getByRole("listitem").filter({ hasText: title }).filter({ hasText: "(done)" });

/** A passphrase that must be found nowhere later. */
export async function newPassphrase(stack: Stack): Promise<string> {
  const passphrase = `correct horse ${crypto.randomUUID()}`;
  await remember(stack, "a key file's passphrase", passphrase);
  return passphrase;
}
