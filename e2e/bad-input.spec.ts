import { createHash } from "node:crypto";
import { expect } from "@playwright/test";
import { asOwner } from "./support/database";
import { hire, scim, userOf } from "./support/directory";
import { test } from "./support/sample";
import { signInLink } from "./support/stack";

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
