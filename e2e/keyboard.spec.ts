import { expect, type Locator, type Page } from "@playwright/test";
import { done, untilKnown } from "./support/acts";
import { addAuthenticator } from "./support/authenticator";
import { hire, leave } from "./support/directory";
import { signInByLink, test } from "./support/sample";
import { proofMilliseconds, signInLink } from "./support/stack";
import { type ApiToken, Unleash } from "./support/unleash";

// The story without a mouse. The only addresses typed are the one-time links; everything else is reached by keys.

/** Tabs until the thing has the focus, and sees that the focus shows. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`80 tabs did not lead to ${target}.`);
}

async function press(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Goes to a page by the command palette. */
async function goTo(page: Page, name: string, path: RegExp): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.type(name);
  await expect(page.getByRole("option", { name }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await page.waitForURL(path);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

test("the loop by keyboard alone", async ({ sample, signIn, browser }) => {
  const unleash = await Unleash.of(sample);
  const person = await hire(sample, "Kaya Lund");
  const mark = person.userName.slice(-4);
  const [token] = (await unleash.tokensOf(person, [{ name: `yard-view-${mark}`, environment: "development" }])) as [ApiToken];
  const mira = await signIn("mira.koh");
  await untilKnown(mira, sample, token.tokenName);
  await leave(sample, person);

  await test.step("request", async () => {
    await goTo(mira, "Residue", /\/residue/);
    await expect(mira.getByRole("searchbox")).toBeVisible();
    await mira.keyboard.press("/");
    await mira.keyboard.type(person.displayName);
    const row = mira.getByRole("checkbox", { name: `Select ${token.tokenName} of ${person.displayName}` });
    await expect(row).toBeVisible();
    await press(mira, row, "Space");
    await expect(row).toBeChecked();
    // The button stands before the list.
    await mira.keyboard.press("Shift+Tab");
    for (
      let presses = 0;
      presses < 20 && !(await mira.getByRole("button", { name: "Request revocation" }).evaluate((it) => it === document.activeElement));
      presses++
    )
      await mira.keyboard.press("Shift+Tab");
    await mira.keyboard.press("Enter");
    const dialog = mira.getByRole("dialog");
    await tabTo(mira, dialog.getByLabel("Reason"));
    await mira.keyboard.type("Kaya left.");
    await mira.keyboard.press("Tab");
    await mira.keyboard.type(token.tokenName);
    await press(mira, dialog.getByRole("button", { name: "File the request" }));
    await mira.waitForURL(/\/requests\/\d+$/);
  });
  const number = mira.url().split("/").at(-1);

  const ben = await (await browser.newContext()).newPage();
  await signInByLink(ben, await signInLink(sample, "ben.ortiz"));
  for (const [page, who, button] of [
    [mira, "Mira", "Sign my request"],
    [ben, "Ben", "Sign and approve"],
  ] as const) {
    await test.step(`${who} registers a passkey and signs`, async () => {
      await addAuthenticator(page);
      const name = `${who}'s key ${mark}`;
      if (page === ben) {
        await goTo(page, "Requests", /\/requests/);
        await press(page, page.getByRole("link", { name: `R-${number}` }));
        await page.waitForURL(`**/requests/${number}`);
      }
      await press(page, page.getByRole("button", { name: "Open the signer’s page" }));
      await page.waitForURL(`${sample.origins.signer}/requests/**`);
      const statement = page.url();
      const offered = page.getByRole("link", { name: "Register a passkey" });
      if (await offered.isVisible()) await press(page, offered);
      else await page.goto(`${sample.origins.signer}/enrol`);
      await tabTo(page, page.getByLabel("Name of the key"));
      await page.keyboard.type(name);
      await press(page, page.getByRole("button", { name: "Register a passkey" }));
      await expect(page.getByText(`“${name}” is registered.`)).toBeVisible();
      await page.goto(statement);
      const choice = page.getByLabel("Sign with");
      if (await choice.isVisible()) {
        await tabTo(page, choice);
        await page.keyboard.type(name);
      }
      await press(page, page.getByRole("button", { name: button }));
      await expect(page.getByText("You signed this")).toBeVisible();
      await press(page, page.getByRole("link", { name: `Go back to R-${number}` }));
      await page.waitForURL(`${sample.origins.web}/requests/${number}`);
    });
  }

  await test.step("and sees it proven, read aloud as it comes", async () => {
    await expect(done(mira, "Proven dead")).toBeVisible({ timeout: proofMilliseconds });
    await expect(
      mira
        .getByRole("status")
        .filter({ hasText: "Proven dead." })
        .or(mira.locator('[aria-live="polite"]').filter({ hasText: "Proven dead." }))
        .first(),
    ).toBeAttached();
    expect(await unleash.knock(token.secret)).toBe(401);
  });
  await ben.context().close();
});
