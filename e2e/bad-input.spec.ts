import { createHash } from "node:crypto";
import { expect } from "@playwright/test";
import { untilKnown } from "./support/acts";
import { asOwner } from "./support/database";
import { hire, scim, userOf } from "./support/directory";
import { freePorts } from "./support/ports";
import { test } from "./support/sample";
import { signInLink } from "./support/stack";
import { type ApiToken, Unleash } from "./support/unleash";

// What goes wrong in everyday life gets a sentence that says what to do, and nothing is lost.

test("a person sent twice over SCIM is a conflict in SCIM's own words, and the first stays as they are", async ({ sample }) => {
  const twice = await hire(sample, "Twice Sent");
  const { status, body } = await scim(sample, "POST", "/Users", { ...userOf(twice), displayName: "Somebody else" });
  expect({ status, body }).toMatchObject({
    status: 409,
    body: {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
      status: "409",
      scimType: "uniqueness",
      detail: expect.stringContaining("already has this userName"),
    },
  });
  const { body: found } = await scim(sample, "GET", `/Users?filter=${encodeURIComponent(`userName eq "${twice.userName}"`)}`);
  expect(found).toMatchObject({ totalResults: 1, Resources: [{ displayName: twice.displayName }] });
});

test("a sign-in link that has expired says how to get another, and the next one works", async ({ sample, page }) => {
  const link = await signInLink(sample, "ines.moreau");
  const hash = createHash("sha256")
    .update(new URL(link).searchParams.get("token") ?? "")
    .digest("hex");
  const { rowCount } = await asOwner(sample, (client) =>
    client.query("update invite set expires_at = now() - interval '1 minute' where token_hash = $1", [hash]),
  );
  expect(rowCount).toBe(1);
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("This link no longer signs anyone in")).toBeVisible();
  await expect(page.getByText("Ask for a new one")).toBeVisible();
  await page.goto(link.replace(/\?.*/, ""));
  await expect(page.getByText("This link is incomplete")).toBeVisible();
  await page.goto(await signInLink(sample, "ines.moreau"));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(`${sample.origins.web}/`);
});

test("an address where nothing answers is named, and the name is free again once the connection is taken away", async ({ sample, signIn }) => {
  const tomas = await signIn("tomas.lindqvist");
  const nowhere = `http://127.0.0.1:${await freePorts(1)}`;
  const add = async () => {
    await tomas.goto(`${sample.origins.web}/connections/new`);
    await tomas.getByRole("textbox", { name: "Name", exact: true }).fill("unleash-mistyped");
    await tomas.getByRole("textbox", { name: "Address" }).fill(nowhere);
    await tomas.getByLabel("It lives at a private address of our own network").check();
    await tomas.getByLabel("Personal access token for reading").fill("user:whatever");
    await tomas.getByRole("button", { name: "Seal and add" }).click();
    await tomas.waitForURL(/\/connections\/[0-9a-f-]{36}$/);
  };
  const remove = async () => {
    await tomas.getByRole("button", { name: "Remove", exact: true }).click();
    await tomas.getByRole("dialog").getByLabel("Reason").fill("The address was mistyped.");
    await tomas.getByRole("button", { name: "Remove the connection" }).click();
    await tomas.waitForURL(/\/connections$/);
  };
  await add();
  const removed = tomas.url();
  const failing = tomas.getByRole("alert").filter({ hasText: "It can’t be read" });
  await expect(failing).toContainText("nothing listens there. Look at the origin's port");
  await remove();
  await tomas.goto(removed);
  await expect(tomas.getByText("It was removed")).toBeVisible();
  await expect(tomas.getByText("The address was mistyped.")).toBeVisible();
  await add();
  await remove();
});

test("a token that dies while somebody asks for its revocation: the dialog says so, and what was typed stays", async ({ sample, signIn }) => {
  const unleash = await Unleash.of(sample);
  const maker = await hire(sample, "Runa Falk");
  const [token] = (await unleash.tokensOf(maker, [{ name: `dock-view-${maker.userName.slice(-4)}`, environment: "development" }])) as [ApiToken];
  const mira = await signIn("mira.koh");
  await untilKnown(mira, sample, token.tokenName);
  await mira.getByRole("link", { name: token.tokenName }).click();
  await mira.waitForURL(/\/inventory\/[0-9a-f-]{36}/);
  const address = mira.url();
  const fill = async (reason: string) => {
    await mira.getByRole("button", { name: "Request revocation" }).click();
    await mira.getByRole("dialog").getByLabel("Reason").fill(reason);
    await mira
      .getByRole("dialog")
      .getByLabel(/^Type .* to show that you mean/)
      .fill(token.tokenName);
  };
  const file = () => mira.getByRole("button", { name: "File the request" }).click();

  await fill("First.");
  await file();
  await mira.waitForURL(/\/requests\/\d+$/);
  const number = Number(mira.url().split("/").at(-1));
  await mira.getByRole("button", { name: "Withdraw", exact: true }).click();
  await mira.getByRole("dialog").getByLabel("Reason").fill("Not yet.");
  await mira.getByRole("button", { name: "Withdraw the request" }).click();
  await expect(mira.getByText("Withdrawn").first()).toBeVisible();

  await mira.goto(address);
  await fill("Runa asked for it.");
  // The machine's word, arriving between the preview and the press of the button.
  await asOwner(sample, (client) =>
    client.query(
      `insert into execution (id, request_id, token_id, target_digest, effect, status, result, queued_at, not_before, ended_at)
       select gen_random_uuid(), r.id, rt.token_id, rt.digest, 'dead', 'proven', 'done', now(), now(), now()
       from request r join request_target rt on rt.request_id = r.id where r.number = $1`,
      [number],
    ),
  );
  await file();
  await expect(mira.getByRole("dialog").getByText(`${token.tokenName} has just died`)).toBeVisible();
  await expect(mira.getByRole("dialog").getByLabel("Reason")).toHaveValue("Runa asked for it.");
  await asOwner(sample, (client) => client.query("delete from execution where request_id = (select id from request where number = $1)", [number]));
});

test("an address that leads nowhere says so, whatever it looks like", async ({ sample, signIn }) => {
  const mira = await signIn("mira.koh");
  for (const path of ["/imports/x", "/inventory/x", "/exposure/00000000-0000-4000-8000-000000000000", "/requests/x"]) {
    await mira.goto(sample.origins.web + path);
    await expect(mira.getByRole("heading", { level: 1, name: "There is nothing at this address" })).toBeVisible();
    await expect(mira.getByRole("main").getByRole("link", { name: "Overview" })).toBeVisible();
  }
});

test("where the gaps can’t be counted, the title says so and the rows are there all the same", async ({ sample, signIn }) => {
  const mira = await signIn("mira.koh");
  await mira.route("**/api/ownership/counts*", (route) => route.abort());
  await mira.goto(`${sample.origins.web}/ownership`);
  await expect(mira.getByRole("heading", { level: 1 })).toHaveText("Tokens without a confirmed owner could not be counted just now");
  await expect(mira.locator("[data-row-link]").first()).toBeVisible();
});
