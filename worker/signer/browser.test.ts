import { existsSync } from "node:fs";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../../lib/testkit/database";
import { type SignerWorld, startSignerWorld } from "./testkit/signer-world";

/** Where Debian puts it; another one by its path. */
const executablePath = process.env.COUNTERSIGN_CHROMIUM ?? "/usr/bin/chromium-headless-shell";
/** Pictures of every page are kept here when set. */
const pictures = process.env.SIGNER_PICTURES;

const database = testDatabase();
let world: SignerWorld;
let browser: Browser;

describe.skipIf(!existsSync(executablePath))("in a real browser", { timeout: 120_000 }, () => {
  beforeAll(async () => {
    world = await startSignerWorld(database);
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  async function come(person: { id: string }, purpose: "sign" | "enrol" | "trust", subject: string | null, options: Parameters<Browser["newContext"]>[0] = {}) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${world.origin}/t/${await world.ticket(person.id, purpose, subject)}`);
    return { context, page };
  }

  /** A passkey that answers without asking, as a person who touches it at once. */
  async function authenticator(context: BrowserContext, page: Page): Promise<{ cdp: CDPSession; id: string }> {
    const cdp = await context.newCDPSession(page);
    await cdp.send("WebAuthn.enable");
    const options = {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    } as const;
    const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
    return { cdp, id: authenticatorId };
  }

  async function register(context: BrowserContext, page: Page, name: string): Promise<void> {
    await page.getByLabel("Name of the key").fill(name);
    await page.getByRole("button", { name: "Register a passkey" }).click();
    await page.getByText(`“${name}” is registered.`).waitFor();
    expect(context.pages()).toHaveLength(1);
  }

  test("a passkey is registered, and signs a request with the keyboard alone", async () => {
    const { context, page } = await come(world.people.ben, "enrol", null);
    await authenticator(context, page);
    await register(context, page, "MacBook");
    const [key] = await database.as("signer").enrolment.findMany({ where: { name: "MacBook" } });
    expect(key).toMatchObject({ personId: world.people.ben.id, kind: "webauthn" });

    const request = await world.request(2);
    await page.goto(`${world.origin}/requests/${request.id}`);
    await page.getByLabel("Sign with").selectOption({ label: "MacBook (waits for an administrator)" });
    await page.getByLabel("billing-sync-1").focus();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Sign and approve" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("You signed this").waitFor();
    const [approval] = await database.as("executor").approval.findMany({ where: { requestId: request.id } });
    expect(approval).toMatchObject({ keyId: key?.keyId, personId: world.people.ben.id });
    expect(JSON.parse(approval?.answer ?? "").targets).toEqual([request.targets[0]]);
    await context.close();
  });

  test("a cancelled prompt says so, signs nothing, keeps what was typed, and a denial goes through without", async () => {
    const { context, page } = await come(world.people.kim, "enrol", null);
    const { cdp, id } = await authenticator(context, page);
    await register(context, page, "YubiKey 5C");
    await cdp.send("WebAuthn.setUserVerified", { authenticatorId: id, isUserVerified: false });
    const request = await world.request();
    await page.goto(`${world.origin}/requests/${request.id}`);
    await page.getByLabel("Reason, if you deny").fill("Billing still uses it.");
    expect(await page.getByRole("button", { name: "Deny without signing" }).count()).toBe(0);
    await page.getByRole("button", { name: "Sign and approve" }).click();
    await page.getByText("Nothing was signed, and nothing is lost").waitFor();
    expect(await page.getByLabel("Reason, if you deny").inputValue()).toBe("Billing still uses it.");
    await page.getByRole("button", { name: "Deny", exact: true }).click();
    await page.getByText("Nothing was denied, and nothing is lost").waitFor();
    await page.getByRole("button", { name: "Deny without signing" }).click();
    await page.getByText("was denied by Kim Keyless").waitFor();
    expect(await database.as("executor").approval.count({ where: { requestId: request.id } })).toBe(0);
    await context.close();
  });

  test("without scripts the page says what is missing, and a denial works", async () => {
    const request = await world.request();
    const { context, page } = await come(world.people.aiko, "sign", request.id, { javaScriptEnabled: false });
    expect(await page.content()).toContain("Signing with a passkey needs JavaScript");
    await page.getByLabel("Reason, if you deny").fill("No.");
    await page.getByRole("button", { name: "Deny", exact: true }).click();
    await page.getByText("was denied by Aiko Sato").waitFor();
    await context.close();
  });

  test.each([
    ["light", 1440, 900],
    ["dark", 1440, 900],
    ["light", 390, 844],
    ["dark", 390, 844],
  ] as const)("axe finds nothing in %s at %i × %i, and nothing overflows", async (colorScheme, width, height) => {
    const [open, several, denied, own] = [await world.request(), await world.request(3), await world.request(), await world.request(1, world.people.aiko.id)];
    await database.as("signer").denial.create({
      data: { id: crypto.randomUUID(), requestId: denied.id, personId: world.people.kim.id, reason: "Billing still uses it.", at: database.clock.now() },
    });
    const key = world.trust.makeKey(world.people.kim.id);
    const proposed = world.trust.propose({
      type: "countersign/key",
      person: key.person,
      key: { id: key.id, kind: key.kind, publicKey: key.publicKey, name: "YubiKey 5C" },
    });
    const group = world.trust.propose({ type: "countersign/approver-group", group: "platform", members: [world.people.aiko.id, world.people.kim.id] });
    await world.publish();
    const { context, page } = await come(world.people.aiko, "enrol", null, { colorScheme, viewport: { width, height } });
    const places = {
      enrol: "/enrol",
      open: `/requests/${open.id}`,
      several: `/requests/${several.id}`,
      denied: `/requests/${denied.id}`,
      own: `/requests/${own.id}`,
    };
    for (const [name, place] of Object.entries({ ...places, trust: "/trust", key: `/trust/${proposed}`, group: `/trust/${group}`, nothing: "/nothing" })) {
      expect((await page.goto(`${world.origin}${place}`))?.status()).toBe(name === "nothing" ? 404 : 200);
      // No frames are looked into and no list of what passed is kept: both take longer than the looking.
      const { violations } = await new AxeBuilder({ page })
        .options({ resultTypes: ["violations"], preload: false })
        .setLegacyMode(true)
        .analyze();
      expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
      if (pictures) await page.screenshot({ path: path.join(pictures, `${name}-${colorScheme}-${width}.png`), fullPage: true });
    }
    await context.close();
  });
});
