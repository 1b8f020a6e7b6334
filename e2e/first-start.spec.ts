import { expect } from "@playwright/test";
import { readRunning } from "../worker/supervisor/running";
import { expectAccessible } from "./support/look";
import { test } from "./support/sample";
import { countersign } from "./support/stack";

// What a new user sees after `npm start`.

test("every process lives, each behind the walls that the start promised", async ({ sample }) => {
  const status = (await countersign(sample, "status")) as { walls: string; sample: boolean; processes: { process: string; alive: boolean; uid: number }[] };
  expect(status.processes.filter(({ alive }) => alive).map(({ process }) => process)).toEqual(["collector", "executor", "signer", "web"]);
  const users = new Set(status.processes.map(({ uid }) => uid));
  expect(status.walls).toBe(process.getuid?.() === 0 ? "full" : "database_only");
  expect(users.size).toBe(process.getuid?.() === 0 ? 4 : 1);
  if (status.walls === "full") expect(users.has(0)).toBe(false);
  expect(await readRunning(`${sample.data}/sample`)).toMatchObject({ sample: true });
});

test("a sample person gets in by a link that works once, and the sample says that it is one", async ({ signIn }) => {
  const page = await signIn("mira.koh");
  await expect(page.getByText(/sample/i).first()).toBeVisible();
  await expectAccessible(page);
});

test("a spent link says what to do", async ({ page, sample }) => {
  const { link } = (await countersign(sample, "admin", "invite", "--user", "ines.moreau")) as { link: string };
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${sample.origins.web}/`);
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("This link no longer signs anyone in: it was used already").first()).toBeVisible();
  expect(page.url()).toContain("/sign-in");
});
