import { type Browser, expect, type Page, test } from "@playwright/test";
import { z } from "zod";
import { type OidcProvider, startOidcProvider } from "./support/oidc-provider";
import { freePorts } from "./support/ports";
import { countersign, type StartedStack, startStack } from "./support/stack";

// Signing in at a real OpenID provider, as people of a directory that came over SCIM.

const accounts = [
  { login: "ada", email: "ada@example.com", emailVerified: true },
  { login: "ada-renamed", email: "ada@example.com", emailVerified: false },
  { login: "eve", email: "eve@example.com", emailVerified: false },
  { login: "gone", email: "gone@example.com", emailVerified: true },
  { login: "stranger", email: "stranger@example.com", emailVerified: true },
];

let provider: OidcProvider;
let stack: StartedStack;
let origin: string;
let scim: { url: string; token: string };
const ids = new Map<string, string>();
/** the browser whose session the departure ended */
let before: Page | null = null;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  const port = await freePorts(5);
  provider = await startOidcProvider(port + 4, `http://localhost:${port}`, accounts);
  const env = {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_NAME: "Example ID",
  };
  stack = await startStack("main", { port, env });
  origin = stack.origins.web;
  scim = z.object({ url: z.string(), token: z.string() }).parse(await countersign(stack, "scim", "token"));
  for (const userName of ["ada", "eve", "gone"]) {
    const user = { userName, displayName: `${userName} Example`, active: userName !== "gone", emails: [{ value: `${userName}@example.com`, primary: true }] };
    const { id } = z.object({ id: z.string() }).parse(await directory("POST", "/Users", user));
    ids.set(userName, id);
  }
});
test.afterAll(async () => {
  await stack?.stop();
  await provider?.close();
});

async function directory(method: string, where: string, body: object): Promise<unknown> {
  const response = await fetch(`${scim.url}${where}`, {
    method,
    headers: { authorization: `Bearer ${scim.token}`, "content-type": "application/scim+json" },
    body: JSON.stringify(body),
  });
  expect(response.ok).toBe(true);
  return response.json();
}
const setActive = (userName: string, active: boolean) =>
  directory("PATCH", `/Users/${ids.get(userName)}`, {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [{ op: "replace", value: { active } }],
  });

/** A browser of one's own goes through the provider's pages: who one is, and that Countersign may know. */
async function signIn(browser: Browser, login: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${origin}/sign-in`);
  await page.getByRole("button", { name: "Continue with Example ID" }).click();
  await page.waitForURL(`${provider.issuer}/interaction/**`);
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill("any");
  await page.locator('button[type="submit"]').click();
  const consent = page.getByRole("button", { name: "Continue", exact: true });
  await consent.or(page.locator("main")).first().waitFor();
  if (page.url().startsWith(provider.issuer)) await consent.click();
  await page.waitForURL(`${origin}/**`);
  return page;
}

test("a person of the directory signs in, and is out at the next request once the directory says that they left", async ({ browser }) => {
  const page = await signIn(browser, "ada");
  await expect(page).toHaveURL(`${origin}/`);
  await expect(page.getByRole("button", { name: "Signed in as ada Example" })).toBeVisible();
  before = page;
  await setActive("ada", false);
  await page.goto(`${origin}/`);
  await expect(page).toHaveURL(/\/sign-in/);
  const again = await signIn(browser, "ada");
  await expect(again.getByText("You are not signed in")).toBeVisible();
  await expect(again).toHaveURL(/error=departed/);
});

test("someone rehired signs in again as the same person, and the old session stays ended", async ({ browser }) => {
  await setActive("ada", true);
  if (!before) throw new Error("the test before did not sign in");
  await before.goto(`${origin}/`);
  await expect(before).toHaveURL(/\/sign-in/);
  const page = await signIn(browser, "ada");
  await expect(page).toHaveURL(`${origin}/`);
  await expect(page.getByRole("button", { name: "Signed in as ada Example" })).toBeVisible();
});

for (const [login, refusal, words] of [
  ["stranger", "not_in_directory", "not in the directory"],
  ["eve", "email_unverified", "verified"],
  ["ada-renamed", "email_unverified", "verified"],
  ["gone", "departed", "left"],
] as const)
  test(`${login} is refused as ${refusal}, in words`, async ({ browser }) => {
    const page = await signIn(browser, login);
    await expect(page).toHaveURL(new RegExp(`error=${refusal}`));
    await expect(page.getByText("You are not signed in")).toBeVisible();
    await expect(page.getByText(words).first()).toBeVisible();
    await page.goto(`${origin}/`);
    await expect(page).toHaveURL(/\/sign-in/);
  });
