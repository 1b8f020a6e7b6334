import { expect, type Locator, type Page } from "@playwright/test";
import { asOwner } from "./support/database";
import { expectAccessible, fits, sizes } from "./support/look";
import { test } from "./support/sample";
import type { Stack } from "./support/stack";
import { Unleash } from "./support/unleash";

// The inventory as people use it: a view passed on, a workload described and merged, an act on all that match while one of them changes.

/** Names that no other run uses: the sample lives on between runs. */
const fresh = (name: string) => `${name} ${Math.random().toString(36).slice(2, 8)}`;

/** Chooses the one who is found by a name in a field that searches. */
async function choose(dialog: Locator, label: string, typed: string, choice: RegExp): Promise<void> {
  await dialog.getByLabel(label, { exact: true }).fill(typed);
  await dialog.getByRole("button", { name: choice }).first().click();
}

test("a saved view is shared, opened by its address in another role, and taken back", async ({ sample, signIn }) => {
  const name = fresh("Unowned in production");
  const mira = await signIn("mira.koh");
  await mira.goto(`${sample.origins.web}/inventory?environment=production&owner=none&sort=-created&show=purpose`);
  // while another story's file of 10,000 rows comes in, the list waits until it is level
  await expect(mira.getByRole("columnheader", { name: "Purpose" })).toBeVisible();
  const count = await mira
    .getByRole("main")
    .getByText(/^[\d,]+ tokens?$/)
    .textContent();
  // saved, shared and taken back on a phone; on a wide page a view of another list is, below
  await mira.setViewportSize(sizes.narrow);
  await mira.getByRole("button", { name: "Views" }).click();
  await mira.getByRole("menuitem", { name: "Save this view…" }).click();
  await mira.getByRole("dialog").getByLabel("Name").fill(name);
  await fits(mira);
  await mira.getByLabel("Share with everyone", { exact: false }).check();
  await expectAccessible(mira);
  await mira.getByRole("button", { name: "Save view" }).click();
  await mira.getByRole("button", { name: "Views" }).click();
  await mira.getByRole("menuitem", { name: "Share, rename or delete…" }).click();
  const line = mira.getByRole("listitem").filter({ hasText: name });
  const address = await line.getByText(/^\/inventory\?view=/).textContent();

  const ines = await signIn("ines.moreau");
  await ines.setViewportSize(sizes.narrow);
  await ines.goto(sample.origins.web + address);
  await expect(ines).toHaveURL(/environment=production/);
  await expect(ines.getByRole("main").getByText(count ?? "", { exact: true })).toBeVisible();
  await fits(ines);
  // an auditor reads, and changes nothing
  await expect(ines.getByRole("checkbox")).toHaveCount(0);
  await ines.getByRole("button", { name: "Views" }).click();
  await expect(ines.getByRole("menuitem", { name: new RegExp(name) })).toContainText("Mira Koh");

  await mira.getByRole("button", { name: `Stop sharing ${name}` }).click();
  await expect(line.getByText("mine alone")).toBeVisible();
  await ines.goto(sample.origins.web + address);
  await expect(ines.getByText("This view can’t be opened")).toBeVisible();
  await mira.getByRole("button", { name: `Delete ${name}` }).click();
  await expect(line).toHaveCount(0);
});

test("a column is made wider by the arrow keys; the address keeps it, and so does a view of another list", async ({ sample, signIn }) => {
  const mira = await signIn("mira.koh");
  await mira.goto(`${sample.origins.web}/inventory`);
  const edge = mira.getByRole("separator", { name: "Width of Owner" });
  const width = async () => (await mira.getByRole("columnheader", { name: "Owner" }).boundingBox())?.width ?? 0;
  await edge.focus();
  const before = await width();
  for (let n = 0; n < 3; n += 1) await mira.keyboard.press("ArrowRight");
  await expect(mira).toHaveURL(/widths=owner%3A\d+/);
  expect(await width()).toBeGreaterThan(before + 30);
  await mira.goto(`${sample.origins.web}/inventory`);
  await expect(edge).toHaveAttribute("aria-valuetext", /pixels/);
  await edge.focus();
  await mira.keyboard.press("Home");
  await expect(edge).toHaveAttribute("aria-valuetext", "as it comes");

  const name = fresh("Critical residue");
  await mira.goto(`${sample.origins.web}/residue?severity=critical`);
  await mira.getByRole("button", { name: "Views" }).click();
  await mira.getByRole("menuitem", { name: "Save this view…" }).click();
  await mira.getByRole("dialog").getByLabel("Name").fill(name);
  await mira.getByRole("button", { name: "Save view" }).click();
  await mira.goto(`${sample.origins.web}/residue`);
  await mira.getByRole("button", { name: "Views" }).click();
  await mira.getByRole("menuitem", { name }).click();
  await expect(mira).toHaveURL(/\/residue\?severity=critical$/);
});

test("a workload is described, linked to a token, and merged; at 390 px", async ({ sample, signIn }) => {
  const [name, twin] = [fresh("night-billing"), fresh("nightly-billing")];
  const mira = await signIn("mira.koh");
  await mira.setViewportSize(sizes.narrow);
  for (const each of [twin, name]) {
    await mira.goto(`${sample.origins.web}/workloads`);
    await mira.getByRole("button", { name: "Describe a workload" }).click();
    await mira.getByLabel("Name", { exact: true }).fill(each);
    await mira.getByRole("dialog").getByLabel("Kind").selectOption("cron_job");
    await mira.getByLabel("OIDC subject").fill("repo:meridian/billing");
    await mira.getByRole("button", { name: "Describe workload" }).click();
    await expect(mira.getByText("Say which issuer this subject is of.").first()).toBeVisible();
    await mira.getByLabel("OIDC subject").fill("");
    await mira.getByRole("button", { name: "Describe workload" }).click();
    await expect(mira.getByRole("dialog", { name: each })).toBeVisible();
  }
  // from the panel to the page of its own
  await mira.getByRole("link", { name: "Open the full page" }).click();
  await expect(mira.getByRole("heading", { level: 1, name })).toBeVisible();
  await mira.getByRole("button", { name: "Link a token" }).click();
  await choose(mira.getByRole("dialog"), "Token", "invoice-preview", /invoice-preview/);
  await mira.getByRole("button", { name: "Link token" }).click();
  await expect(mira.getByText("declared by Mira Koh", { exact: false })).toBeVisible();
  await mira.getByRole("button", { name: "Add a destination" }).click();
  await mira.getByLabel("Destination").fill("https://mira:hunter2@ledger.internal");
  await mira.getByRole("button", { name: "Add destination" }).click();
  await expect(mira.getByText("Leave user name and password out", { exact: false }).first()).toBeVisible();
  await mira.getByLabel("Destination").fill("ledger.internal");
  await mira.getByRole("button", { name: "Add destination" }).click();
  await expect(mira.getByText("ledger.internal", { exact: true })).toBeVisible();
  await fits(mira);
  await expectAccessible(mira);

  await mira.getByRole("button", { name: "Merge", exact: true }).click();
  await choose(mira.getByRole("dialog"), "Into", twin, new RegExp(twin));
  await mira.getByRole("dialog").getByRole("button", { name: "Merge", exact: true }).click();
  await expect(mira.getByText(`${name} was merged`)).toBeVisible();
  await mira.getByRole("link", { name: twin }).click();
  await expect(mira.getByRole("link", { name: "invoice-preview" })).toBeVisible();
  await mira.getByRole("link", { name: name }).click();
  await mira.getByRole("button", { name: "Undo the merge" }).click();
  await expect(mira.getByRole("button", { name: "Edit" })).toBeVisible();

  // the token's page says what depends on it, as a picture and as a table
  await mira.getByRole("link", { name: "invoice-preview" }).click();
  await expect(mira.getByRole("heading", { name: "What depends on it" })).toBeVisible();
  await mira.getByText("As a table").click();
  await expect(mira.getByRole("row", { name: new RegExp(`${name}.*ledger.internal`) })).toContainText("declared by Mira Koh");
  await fits(mira);
});

/** Makes that many tokens in the sample's Unleash and waits until they are known here, each given an owner at once: other stories close gaps. Their names, in order. */
async function makeMany(page: Page, sample: Stack, family: string, count: number): Promise<string[]> {
  const unleash = await Unleash.of(sample);
  const names = Array.from({ length: count }, (_, n) => `${family}-${String(n + 1).padStart(3, "0")}`);
  for (let at = 0; at < count; at += 6) await Promise.all(names.slice(at, at + 6).map((name) => unleash.token({ name, environment: "development" })));
  const owned = () =>
    asOwner(sample, async (client) => {
      await client.query(
        `insert into ownership (token_id, person_id, state, set_by, set_at) select t.id, p.id, 'confirmed', 'test', now()
         from token t, person p where t.name = any($1) and p.user_name = 'aiko.sato' on conflict do nothing`,
        [names],
      );
      return (await client.query("select from ownership where token_id in (select id from token where name = any($1))", [names])).rowCount;
    });
  await expect.poll(owned, { timeout: 5 * 60_000 }).toBe(count);
  await page.goto(`${sample.origins.web}/inventory?q=${family}-`);
  await expect(page.getByRole("main").getByText(`${count} tokens`, { exact: true })).toBeVisible();
  return names;
}

test("all 312 that match are asked for at once; the one whose owner changed meanwhile is left out, and said so", async ({ sample, signIn }) => {
  const mira = await signIn("mira.koh");
  const tomas = await signIn("tomas.lindqvist");
  const names = await makeMany(mira, sample, `sweep-${Math.random().toString(36).slice(2, 8)}`, 312);
  const changing = names[155] as string;
  const dialog = mira.getByRole("dialog");
  const review = async (first: Locator) => {
    await first.click();
    await mira.getByRole("button", { name: "Select all 312 that match" }).click();
    await expect(mira.getByText("All 312 tokens that match")).toBeVisible();
    await mira.getByRole("button", { name: "Request revocation" }).click();
    await expect(dialog.getByText(/^set [0-9a-f]{12}$/)).toBeVisible();
  };
  await test.step("on a phone the set is chosen and reviewed too", async () => {
    await mira.setViewportSize(sizes.narrow);
    await review(mira.locator("[data-row]").first().getByRole("checkbox"));
    await expect(dialog.getByText("312 tokens", { exact: true })).toBeVisible();
    await fits(mira);
    await mira.keyboard.press("Escape");
    await mira.getByRole("button", { name: "Clear", exact: true }).click();
    await mira.setViewportSize(sizes.wide);
  });
  await review(mira.getByRole("checkbox", { name: "Select all loaded rows" }));
  await expect(dialog.getByText("Unleash: 312", { exact: true })).toBeVisible();
  // nothing of it is out of the machine's reach
  await expect(dialog.getByText("known by import alone", { exact: false })).toHaveCount(0);

  await tomas.goto(`${sample.origins.web}/inventory?q=${changing}`);
  const address = await tomas.getByRole("link", { name: changing }).first().getAttribute("href");
  await tomas.goto(sample.origins.web + address);
  await tomas.getByRole("button", { name: "Change owner" }).click();
  const own = tomas.getByRole("dialog");
  await expect(own.getByRole("button", { name: "Confirm owner" })).toBeVisible();
  // somebody may be suggested already
  const other = own.getByRole("button", { name: /^Choose another owner/ });
  if (await other.isVisible()) await other.click();
  await choose(own, "Owner", "Tomas", /^Tomas Lindqvist/);
  await own.getByRole("button", { name: "Confirm owner" }).click();
  await expect(own).toHaveCount(0);

  await dialog.getByLabel("Reason").fill("Invoicing has moved to the ledger.");
  await dialog.getByLabel(/^Type .* to show that you mean these/).fill("revoke 312 tokens");
  await dialog.getByRole("button", { name: "File the request" }).click();
  await expect(dialog.getByText("1 token was left out")).toBeVisible();
  await expect(dialog.getByText(changing)).toBeVisible();
  await expect(dialog.getByText("Somebody else answers for it now.", { exact: false })).toBeVisible();
  await expectAccessible(mira);
  await dialog.getByRole("link", { name: /^Open R-\d+$/ }).click();
  await mira.waitForURL(/\/requests\/\d+$/);
  const asked = await asOwner(sample, (client) =>
    client.query<{ name: string }>(
      "select t.name from request r join request_target x on x.request_id = r.id join token t on t.id = x.token_id where r.number = $1 order by t.name",
      [Number(mira.url().split("/").at(-1))],
    ),
  );
  expect(asked.rows.map(({ name }) => name)).toEqual(names.filter((name) => name !== changing));
  // nothing of the story is left to be signed
  await mira.getByRole("button", { name: "Withdraw", exact: true }).click();
  await dialog.getByLabel("Reason").fill("It was to see who is left out.");
  await mira.getByRole("button", { name: "Withdraw the request" }).click();
  await expect(mira.getByText("Withdrawn").first()).toBeVisible();
});

test("a finding is taken into review, called wrong with a reason, and opened again", async ({ sample, signIn }) => {
  const mira = await signIn("mira.koh");
  await mira.setViewportSize(sizes.narrow);
  await mira.goto(`${sample.origins.web}/inventory?imported=no&q=edge-flags`);
  await mira.locator("[data-row-link]").first().click();
  const panel = mira.getByRole("dialog", { name: "edge-flags" });
  const finding = panel.getByRole("listitem").filter({ hasText: "No owner" }).first();
  await finding.getByRole("button", { name: "Take into review: No owner" }).click();
  await expect(finding.getByText("in review", { exact: true })).toBeVisible();
  await finding.getByRole("button", { name: "False positive: No owner" }).click();
  const why = mira.getByRole("dialog", { name: /No owner/ });
  await why.getByLabel("Why").fill("The platform team answers for it as a whole.");
  await why.getByRole("button", { name: "Close as false positive" }).click();
  await expect(finding.getByText("closed, false positive", { exact: true })).toBeVisible();
  await expect(finding.getByText("“The platform team answers for it as a whole.”")).toBeVisible();
  await finding.getByRole("button", { name: "Open again: No owner" }).click();
  await expect(finding.getByRole("button", { name: "Take into review: No owner" })).toBeVisible();
});

test("beside Residue the rail says Residue, and the token's own page says Inventory", async ({ sample, signIn }) => {
  const mira = await signIn("mira.koh");
  await mira.goto(`${sample.origins.web}/residue?here=yes`);
  await mira.locator("[data-row-link]").first().click();
  await expect(mira.getByRole("dialog")).toBeVisible();
  // behind the panel nothing is in the accessibility tree, and the rail is still on screen
  await expect(mira.locator("aside a[aria-current=page]")).toHaveText(/^Residue/);
  await mira.reload();
  await expect(mira.locator("aside a[aria-current=page]")).toHaveText("Inventory");
});
