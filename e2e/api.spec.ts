import { expect } from "@playwright/test";
import { z } from "zod";
import { hire, leave } from "./support/directory";
import { signInByLink, test } from "./support/sample";
import { countersign, type Stack, signInLink } from "./support/stack";

// What a program may do is what its API token's scopes and its owner's roles allow, and it ends with either.

const call = (stack: Stack, token: string | null, path: string, init: RequestInit = {}) =>
  fetch(`${stack.origins.web}/api/v1${path}`, { ...init, headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...init.headers } });

test("an API token is made and revoked on its page, works within its scopes, and stops with its owner", async ({ sample, browser }) => {
  const vera = await hire(sample, "Vera Script");
  await countersign(sample, "admin", "invite", "--user", vera.userName, "--role", "security_manager");
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInByLink(page, await signInLink(sample, vera.userName));

  const make = async (name: string, ...scopes: string[]): Promise<string> => {
    await page.goto(`${sample.origins.web}/api-tokens`);
    await page.getByRole("button", { name: "Make an API token" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What it is for").fill(name);
    for (const scope of scopes) await dialog.getByRole("checkbox", { name: scope }).check();
    await dialog.getByRole("button", { name: "Make token" }).click();
    const token = await dialog.getByText(/^cst_/).textContent();
    await dialog.getByRole("button", { name: "I have kept it" }).click();
    return token ?? "";
  };
  const reads = await make("nightly report", "read:inventory");
  const second = await make("on call", "read:inventory", "read:requests");

  // Without a token nothing, though this browser is signed in; with one as far as its scope goes.
  expect((await page.request.get(`${sample.origins.web}/api/v1/tokens`)).status()).toBe(401);
  const list = await call(sample, reads, "/tokens?limit=2");
  expect(list.status).toBe(200);
  expect((await list.json()).data).toHaveLength(2);
  const denied = await call(sample, reads, "/requests");
  expect([denied.status, denied.headers.get("content-type")]).toEqual([403, "application/problem+json"]);
  expect((await denied.json()).detail).toContain("read:requests");
  expect((await call(sample, second, "/requests")).status).toBe(200);
  expect((await fetch(`${sample.origins.web}/api/v1/openapi.json`).then((answer) => answer.json())).paths).toHaveProperty("/tokens");

  // It stands in the inventory, with its owner.
  await expect(async () => {
    const [row] = (await (await call(sample, reads, "/tokens?q=nightly+report")).json()).data;
    expect(row).toMatchObject({ class: "api_key", owner: { name: vera.displayName, state: "confirmed" }, connection: { connector: "countersign" } });
  }).toPass();

  await page.goto(`${sample.origins.web}/api-tokens`);
  await page.getByRole("button", { name: "Revoke nightly report" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByRole("row", { name: /nightly report/ })).toContainText("revoked");
  expect((await call(sample, reads, "/tokens")).status).toBe(401);

  // The host sees the same, and makes one for somebody as well.
  const listed = z.array(z.object({ name: z.string(), state: z.string() })).parse(await countersign(sample, "api-token", "list"));
  expect(listed).toEqual(expect.arrayContaining([expect.objectContaining({ name: "nightly report", state: "revoked" })]));
  const made = await countersign(
    sample,
    "api-token",
    "create",
    "--person",
    vera.userName,
    "--name",
    "from the host",
    "--scope",
    "read:inventory",
    "--days",
    "1",
  );
  expect((await call(sample, z.object({ token: z.string() }).parse(made).token, "/me")).status).toBe(200);

  expect((await call(sample, second, "/me")).status).toBe(200);
  await leave(sample, vera);
  await expect(async () => expect((await call(sample, second, "/me")).status).toBe(401)).toPass();
  await context.close();
});
