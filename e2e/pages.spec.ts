import { expect, type Page } from "@playwright/test";
import { openSigner } from "./support/acts";
import { addAuthenticator } from "./support/authenticator";
import { lookAt } from "./support/look";
import { test } from "./support/sample";
import type { Stack } from "./support/stack";

// Every page wide and narrow, light and dark: axe finds nothing, nothing runs off the side; pictures by COUNTERSIGN_PICTURES=1.
test.describe.configure({ mode: "parallel" });

async function open(page: Page, stack: Stack, path: string): Promise<void> {
  await page.goto(stack.origins.web + path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // Lists fill in after the page stands.
  await expect(page.getByRole("status", { name: /^Reading/ })).toHaveCount(0);
}

async function lookAtAll(page: Page, stack: Stack, pages: Record<string, string>): Promise<void> {
  for (const [name, path] of Object.entries(pages)) {
    await open(page, stack, path);
    await lookAt(page, name);
  }
}

/** Follows the first row of a list, as a page of its own. */
async function firstOf(page: Page, stack: Stack, list: string): Promise<string> {
  await open(page, stack, list);
  const href = await page.locator("[data-row-link]").first().getAttribute("href");
  if (!href) throw new Error(`${list} has no row to open`);
  return href;
}

/** The newest import of the sample's listings. */
async function firstImport(page: Page, stack: Stack): Promise<string> {
  await open(page, stack, "/imports");
  return (await page.locator("tbody a").first().getAttribute("href")) ?? "/imports";
}

/** Chooses a token of somebody whom no other story is about, and who left it behind; returns what it is called. */
async function chooseOne(page: Page, stack: Stack): Promise<string> {
  await open(page, stack, "/residue?here=yes&q=Idris+Okafor");
  const box = page
    .getByRole("checkbox", { name: /^Select .* of / })
    .and(page.locator(":enabled"))
    .first();
  const name = /^Select (.*) of /.exec((await box.getAttribute("aria-label")) ?? "")?.[1];
  if (!name) throw new Error("Residue has nothing that can be asked for.");
  await box.check();
  await page.getByRole("button", { name: "Request revocation" }).click();
  await expect(page.getByRole("dialog").getByLabel("Reason")).toBeVisible();
  return name;
}

test("the security manager's pages", async ({ sample, signIn }) => {
  const mira = await signIn("mira.koh");
  await open(mira, sample, "/");
  // The charts come after the page stands.
  await expect(mira.getByRole("heading", { name: "Residue half-life" })).toBeVisible();
  await expect(mira.getByText("Reading…")).toHaveCount(0);
  await lookAt(mira, "overview");
  await lookAtAll(mira, sample, {
    frameworks: "/frameworks",
    "framework-csf": "/frameworks/nist-csf",
    findings: "/frameworks/findings?rule=no-owner",
    "api-tokens": "/api-tokens",
    coverage: "/coverage",
    inventory: "/inventory",
    token: await firstOf(mira, sample, "/inventory?imported=no"),
    workloads: "/workloads",
    workload: await firstOf(mira, sample, "/workloads?legacy=yes"),
    residue: "/residue",
    ownership: "/ownership",
    "ownership-departed": "/ownership?gap=owner_departed",
    "ownership-purpose": "/ownership?gap=no_purpose",
    connections: "/connections",
    imports: "/imports",
    import: await firstImport(mira, sample),
    "import-new": "/imports/new",
    people: "/people",
    policies: "/policies",
  });
});

test("the token owner's pages, and what one decides in", async ({ sample, signIn }) => {
  const priya = await signIn("priya.nair");
  await lookAtAll(priya, sample, { "my-tokens": "/my-tokens", "my-tokens-proposed": "/my-tokens?view=proposed", "my-tokens-owned": "/my-tokens?view=owned" });
  await open(priya, sample, "/my-tokens");
  for (const [name, key] of Object.entries({ "my-tokens-mine": "m", "my-tokens-transfer": "t", "my-tokens-done": "d" })) {
    await priya.locator("[data-row-link]").first().focus();
    await priya.keyboard.press(key);
    await expect(priya.getByRole("dialog")).toBeVisible();
    await lookAt(priya, name);
    await priya.keyboard.press("Escape");
    await expect(priya.getByRole("dialog")).toHaveCount(0);
  }
  const mira = await signIn("mira.koh");
  await open(mira, sample, "/ownership");
  await mira.locator("[data-row-link]").first().focus();
  await mira.keyboard.press("x");
  await lookAt(mira, "ownership-selected");
  await mira.keyboard.press("r");
  await expect(mira.getByRole("dialog")).toBeVisible();
  await lookAt(mira, "ownership-reject");
});

test("a request's pages, here and on the signer's origin, open and ended", async ({ sample, signIn }) => {
  const mira = await signIn("mira.koh");
  const token = await chooseOne(mira, sample);
  await lookAt(mira, "request-dialog");
  await mira.getByRole("dialog").getByLabel("Reason").fill("Their work has moved to another service.");
  await mira
    .getByRole("dialog")
    .getByLabel(/^Type .* to show that you mean/)
    .fill(token);
  await mira.getByRole("button", { name: "File the request" }).click();
  await mira.waitForURL(/\/requests\/\d+$/);
  const number = Number(mira.url().split("/").at(-1));
  await lookAtAll(mira, sample, { "request-open": `/requests/${number}`, requests: "/requests" });

  const ben = await signIn("ben.ortiz");
  await addAuthenticator(ben);
  await openSigner(ben, sample, number);
  await lookAt(ben, "signer-request");
  await ben.goto(`${sample.origins.signer}/nothing`);
  await lookAt(ben, "signer-nothing");

  await mira.goto(`${sample.origins.web}/requests/${number}`);
  await mira.getByRole("button", { name: "Withdraw", exact: true }).click();
  await mira.getByRole("dialog").getByLabel("Reason").fill("It was for the picture.");
  await lookAt(mira, "withdraw-dialog");
  await mira.getByRole("button", { name: "Withdraw the request" }).click();
  await expect(mira.getByText("Withdrawn").first()).toBeVisible();
  await lookAt(mira, "request-ended");
});

test("the administrator's and the auditor's pages", async ({ sample, signIn }) => {
  const tomas = await signIn("tomas.lindqvist");
  const connection = await tomas
    .goto(`${sample.origins.web}/connections`)
    .then(() => tomas.getByRole("list", { name: "Connections" }).getByRole("link", { name: "Unleash", exact: true }).first().getAttribute("href"));
  await lookAtAll(tomas, sample, {
    "set-up": "/set-up",
    "connection-new": "/connections/new",
    connection: connection ?? "",
    person: await firstOf(tomas, sample, "/people"),
    "policies-administrator": "/policies",
  });
  await open(tomas, sample, "/set-up");
  await tomas
    .getByRole("button", { name: /register .*key|make .*key/i })
    .first()
    .click();
  await tomas.waitForURL(`${sample.origins.signer}/enrol`);
  await lookAt(tomas, "signer-enrol");
  await tomas.goto(`${sample.origins.signer}/trust`);
  await lookAt(tomas, "signer-trust");
  const ines = await signIn("ines.moreau");
  await lookAtAll(ines, sample, {
    "overview-auditor": "/",
    audit: "/audit",
    "audit-entry": await firstOf(ines, sample, "/audit"),
    forbidden: "/connections/new",
    nothing: "/nothing-here",
    "no-such-token": "/inventory/00000000-0000-4000-8000-000000000000",
  });
});

test("signed out, and the panels and overlays above a page", async ({ sample, signIn, page }) => {
  await lookAtAll(page, sample, {
    "sign-in": "/sign-in",
    "sign-in-refused": "/sign-in?error=departed",
    "sign-in-link": "/sign-in/link?token=none",
    "sign-in-link-incomplete": "/sign-in/link",
  });
  const mira = await signIn("mira.koh");
  await open(mira, sample, "/residue?here=yes");
  await mira.locator("[data-row-link]").first().click();
  await expect(mira.getByRole("dialog")).toBeVisible();
  await lookAt(mira, "residue-panel");
  await open(mira, sample, "/people?status=departed");
  await mira.locator("[data-row-link]").first().click();
  await expect(mira.getByRole("dialog")).toBeVisible();
  await lookAt(mira, "person-panel");
  await open(mira, sample, "/workloads");
  await mira.locator("[data-row-link]").first().click();
  await expect(mira.getByRole("dialog")).toBeVisible();
  await lookAt(mira, "workload-panel");
  await open(mira, sample, "/inventory?q=nothing-is-called-this");
  await lookAt(mira, "inventory-empty");
  await open(mira, sample, "/");
  for (const [name, keys] of Object.entries({ palette: "Control+k", keys: "?" })) {
    await mira.keyboard.press(keys);
    await expect(mira.getByRole("dialog")).toBeVisible();
    await lookAt(mira, name);
    await mira.keyboard.press("Escape");
    await expect(mira.getByRole("dialog")).toHaveCount(0);
  }
});
