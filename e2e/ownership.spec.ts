import { randomBytes } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import { untilKnown } from "./support/acts";
import { asOwner } from "./support/database";
import { hire, leave, type NewPerson } from "./support/directory";
import { fits, sizes } from "./support/look";
import { test } from "./support/sample";
import type { Stack } from "./support/stack";
import { Unleash } from "./support/unleash";

// Who answers for what: gaps closed by evidence and by hand, a leaver's tokens taken over, and owners who answer with the keyboard.

const confirmedBy = (stack: Stack, userName: string) =>
  asOwner(stack, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from ownership o join person p on o.set_by = 'person:' || p.id where p.user_name = $1 and o.state = 'confirmed'",
      [userName],
    );
    return rows[0]?.n ?? 0;
  });
const rows = (page: Page) => page.locator("[data-row]");
/** The row with the focus. */
const here = (page: Page) => page.locator("[data-row]:focus-within");
/** The address of the row with the focus. */
const address = (page: Page) => here(page).getByRole("link").first().getAttribute("href");
/** One row further. Other stories go on beside this one, so that a row may come in above. */
async function down(page: Page): Promise<void> {
  const left = await address(page);
  await page.keyboard.press("j");
  await expect(here(page)).toHaveCount(1);
  await expect(here(page).locator(`a[href="${left}"]`)).toHaveCount(0);
}
/** The first row gets the focus by key; keys count from when the page has come to life. */
async function toFirstRow(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(here(page)).toHaveCount(1, { timeout: 5_000 });
  }).toPass();
}
/** How many tokens wait for the answer of whoever looks at My tokens. */
async function waiting(page: Page): Promise<number> {
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText(/\d+ tokens? waits? for your answer/);
  return Number.parseInt((await heading.textContent()) ?? "", 10);
}

test("forty gaps are closed, most by evidence together, some by key, some by hand", async ({ sample, signIn }) => {
  const mira = await signIn("mira.koh");
  await mira.goto(`${sample.origins.web}/ownership?gap=suggested_only`);
  await expect(rows(mira).nth(20)).toBeVisible();
  const before = await confirmedBy(sample, "mira.koh");
  let taken = 0;

  await test.step("thirty together, bound to what was seen: one that changes meanwhile is left out and told", async () => {
    const boxes = mira.getByRole("checkbox", { name: /^Select (?!all)/ });
    const changing = /^Select (.*)$/.exec((await boxes.nth(3).getAttribute("aria-label")) ?? "")?.[1] ?? "";
    await boxes.first().check();
    for (let n = 0; n < 30; n++) await down(mira);
    await here(mira)
      .getByRole("checkbox")
      .click({ modifiers: ["Shift"] });
    const said = mira.getByText(/^\d+ tokens selected$/);
    taken = Number(/\d+/.exec((await said.textContent()) ?? "")?.[0]) - 1;
    expect(taken).toBeGreaterThanOrEqual(30);
    await asOwner(sample, (client) =>
      client.query(
        `insert into owner_suggestion (id, token_id, person_id, kind, confidence, evidence, pattern, status, suggested_at)
         select gen_random_uuid(), t.id, p.id, 'import', 100, '{"words": "is named as its owner by a newer list"}', 'import:a newer list', 'open', now()
         from token t, person p where t.name = $1 and p.user_name = 'ben.ortiz'`,
        [changing],
      ),
    );
    await mira.getByRole("button", { name: "Accept suggestions" }).click();
    await expect(mira.getByText("1 token left out")).toBeVisible();
    await expect(mira.getByText(`${changing}: its owner or what is suggested for it changed meanwhile.`)).toBeVisible();
    await expect.poll(() => confirmedBy(sample, "mira.koh")).toBe(before + taken);
    // What was left out stays, to be looked at as it is now.
    await mira.evaluate(() => scrollTo(0, 0));
    await expect(rows(mira).filter({ hasText: changing }).filter({ hasText: "Ben Ortiz, suggested is named as its owner by a newer list" })).toBeVisible();
  });

  await test.step("seven by key, one of them undone", async () => {
    await mira.keyboard.press("Escape");
    await rows(mira).first().getByRole("link").first().focus();
    let last = rows(mira);
    for (let n = 0; n < 7; n++) {
      last = rows(mira).locator(`a[href="${await address(mira)}"]`);
      await mira.keyboard.press("a");
      await expect(last).toHaveCount(0);
      await expect(here(mira)).toHaveCount(1);
    }
    await expect.poll(() => confirmedBy(sample, "mira.koh")).toBe(before + taken + 7);
    await mira.keyboard.press("z");
    await expect(mira.getByText("Undone for 1 token.")).toBeVisible();
    await expect.poll(() => confirmedBy(sample, "mira.koh")).toBe(before + taken + 6);
    await expect(last).toHaveCount(1);
  });

  await test.step("four by hand, and one suggestion rejected with the reason", async () => {
    await rows(mira).first().getByRole("link").first().focus();
    for (let n = 1; n <= 4; n++) {
      await mira.keyboard.press("x");
      await down(mira);
    }
    await mira.keyboard.press("c");
    const dialog = mira.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Owner" }).fill("Aiko");
    await dialog.getByRole("button", { name: /Aiko Sato/ }).click();
    await dialog.getByRole("button", { name: "Confirm owner" }).click();
    await expect(mira.getByText("4 tokens given to Aiko Sato.")).toBeVisible();
    await expect.poll(() => confirmedBy(sample, "mira.koh")).toBe(before + taken + 10);
    await mira.keyboard.press("r");
    await dialog.getByLabel("Reason").fill("Moved to another team");
    await mira.keyboard.press("Enter");
    await expect(mira.getByText("1 token rejected.")).toBeVisible();
  });

  await test.step("and on a phone", async () => {
    await mira.setViewportSize(sizes.narrow);
    await fits(mira);
    await rows(mira).nth(1).getByRole("checkbox").check();
    await mira.getByText("Evidence", { exact: true }).click();
    await expect(mira.getByRole("region", { name: /^Evidence for/ }).filter({ visible: true })).toBeVisible();
    await mira.getByRole("button", { name: "Accept suggestions" }).click();
    await expect(mira.getByText("1 token confirmed as suggested.").first()).toBeVisible();
  });
});

/** A token that nobody is suggested for, or the one of that name, given to somebody with a stand-in. */
async function giveTo(page: Page, stack: Stack, person: Pick<NewPerson, "displayName">, backup: string, token?: string): Promise<string> {
  await page.goto(`${stack.origins.web}/ownership?gap=no_owner${token ? `&q=${token}` : ""}`);
  const link = token ? rows(page).filter({ hasText: token }).getByRole("link").first() : rows(page).nth(2).getByRole("link").first();
  const [name, href] = [(await link.textContent()) ?? "", await link.getAttribute("href")];
  await page.goto(stack.origins.web + (href ?? ""));
  await page.getByRole("button", { name: "Confirm owner" }).click();
  const dialog = page.getByRole("dialog");
  for (const [label, who] of [
    ["Owner", person.displayName],
    ["Backup", backup],
  ] as const) {
    await dialog.getByLabel(label, { exact: true }).fill(who);
    await dialog.getByRole("button", { name: who }).click();
  }
  await dialog.getByRole("button", { name: "Confirm owner" }).click();
  await expect(dialog).toHaveCount(0);
  return name.split("\n")[0]?.split(" ")[0] ?? name;
}

test("an owner leaves, the backup is asked until a deadline, and takes it over", async ({ sample, signIn }) => {
  const person = await hire(sample, "Kaya Holm");
  const mira = await signIn("mira.koh");
  const token = await giveTo(mira, sample, person, "Priya Nair");
  await leave(sample, person);
  // The question follows the departure by a second or two.
  await expect(async () => {
    await mira.goto(`${sample.origins.web}/ownership?gap=owner_departed&q=${encodeURIComponent(person.displayName)}`);
    await expect(rows(mira).filter({ hasText: token }).getByText("Priya Nair is asked")).toBeVisible({ timeout: 8_000 });
  }).toPass();

  // who is asked has a phone at hand; by key it is told below
  const priya = await signIn("priya.nair");
  await priya.setViewportSize(sizes.narrow);
  await priya.goto(`${sample.origins.web}/my-tokens?view=proposed`);
  const offered = rows(priya).filter({ hasText: token });
  await expect(offered.getByText(`${person.displayName} left and owned it. You are asked as backup.`)).toBeVisible();
  await fits(priya);
  await offered.getByRole("checkbox").check();
  await priya.getByRole("button", { name: "Take it" }).click();
  await expect(priya.getByText("1 token yours now.")).toBeVisible();
  await priya.goto(`${sample.origins.web}/my-tokens?view=owned`);
  await expect(rows(priya).filter({ hasText: token })).toBeVisible();
});

/** Presses the key of an answer on a row, once the page has come to life. The dialog that asks for the rest. */
async function ask(row: Locator, token: string, key: string): Promise<Locator> {
  const dialog = row.page().getByRole("dialog", { name: token });
  await expect(async () => {
    await row.getByRole("link").first().focus();
    await row.page().keyboard.press(key);
    await expect(dialog).toBeVisible({ timeout: 5_000 });
  }).toPass();
  return dialog;
}

test("an owner hands a token on by key; it is theirs until the other one takes it, who then asks for its end", async ({ sample, signIn }) => {
  const owner = async () => {
    const found = await asOwner(sample, (client) =>
      client.query<{ user_name: string }>(
        "select p.user_name from ownership o join token t on t.id = o.token_id join person p on p.id = o.person_id where t.name = $1 and o.state = 'confirmed'",
        [token],
      ),
    );
    return found.rows.map((each) => each.user_name);
  };
  const token = `report-feed-${randomBytes(3).toString("hex")}`;
  await (await Unleash.of(sample)).token({ name: token, environment: "development" });
  const mira = await signIn("mira.koh");
  await untilKnown(mira, sample, token);
  await giveTo(mira, sample, { displayName: "Tomas Lindqvist" }, "Aiko Sato", token);

  const tomas = await signIn("tomas.lindqvist");
  await tomas.goto(`${sample.origins.web}/my-tokens?view=owned`);
  const [his, hers] = [rows(tomas), rows(await signIn("priya.nair"))].map((all) => all.filter({ hasText: token })) as [Locator, Locator];
  const offer = await ask(his, token, "t");
  await offer.getByLabel("New owner", { exact: true }).fill("Priya");
  await offer.getByRole("button", { name: /^Priya Nair/ }).click();
  await offer.getByLabel("Reason").fill("Invoicing runs the feed now.");
  await offer.getByRole("button", { name: "Offer it" }).click();
  await expect(tomas.getByText("1 token offered: until it is taken it stays yours.")).toBeVisible();
  expect(await owner()).toEqual(["tomas.lindqvist"]);

  const priya = hers.page();
  await priya.goto(`${sample.origins.web}/my-tokens?view=proposed`);
  await expect(hers.getByText("Invoicing runs the feed now.", { exact: false })).toBeVisible();
  await hers.getByRole("link").first().focus();
  await priya.keyboard.press("a");
  await expect(priya.getByText("1 token yours now.")).toBeVisible();
  expect(await owner()).toEqual(["priya.nair"]);
  await tomas.reload();
  await expect(tomas.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(his).toHaveCount(0);

  await priya.goto(`${sample.origins.web}/my-tokens?view=owned`);
  const end = await ask(hers, token, "d");
  await end.getByLabel("Reason").fill("Nobody reads the report any more.");
  await end.getByLabel(/^Type .* to show that you mean this one/).fill(token);
  await end.getByRole("button", { name: "Request revocation" }).click();
  const told = priya.getByText(/^1 token marked as no longer needed\. R-\d+ filed; sign it on its page\.$/).first();
  await expect(told).toBeVisible();
  await priya.goto(`${sample.origins.web}/requests/${/R-(\d+)/.exec((await told.textContent()) ?? "")?.[1]}`);
  await expect(priya.getByRole("main").getByText(token).first()).toBeVisible();
  await expect(priya.getByText("Nobody reads the report any more.").first()).toBeVisible();
  // nothing of the story is left behind
  await priya.getByRole("button", { name: "Withdraw", exact: true }).click();
  await priya.getByRole("dialog").getByLabel("Reason").fill("It was to see that it is asked for.");
  await priya.getByRole("button", { name: "Withdraw the request" }).click();
  await expect(priya.getByText("Withdrawn").first()).toBeVisible();
});

test("a dozen tokens are attested by keyboard alone", async ({ sample, signIn }) => {
  const priya = await signIn("priya.nair");
  await priya.goto(`${sample.origins.web}/my-tokens`);
  const before = await waiting(priya);
  expect(before).toBeGreaterThanOrEqual(12);
  let [keys, typed, described] = [0, 0, 0];
  const press = async (key: string) => {
    keys += 1;
    await priya.keyboard.press(key);
  };
  const type = async (text: string) => {
    typed += text.length;
    described += 1;
    await priya.keyboard.type(text);
  };
  const dialog = priya.getByRole("dialog");
  /** Fills what is missing from where the focus is, ticks that the expiry was looked at, and answers. */
  const answer = async () => {
    await press("m");
    await expect(dialog.locator("input:focus")).toHaveCount(1);
    for (const [label, text] of [
      ["Purpose", "Sends the invoices of the night."],
      ["Workload", "invoice-export"],
    ] as const) {
      const field = dialog.getByLabel(label);
      if (!(await field.evaluate((element) => element === document.activeElement))) continue;
      if ((await field.inputValue()) === "") await type(text);
      await press("Tab");
    }
    await press("Space");
    await press("Enter");
    await expect(dialog).toHaveCount(0);
    await expect(here(priya)).toHaveCount(1);
  };
  await toFirstRow(priya);
  keys += 1;
  for (let n = 0; n < 4; n++) await answer();
  // A machine on which a dialog closes late.
  const machine = await priya.context().newCDPSession(priya);
  await machine.send("Emulation.setCPUThrottlingRate", { rate: 20 });
  for (let n = 0; n < 2; n++) await answer();
  await machine.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  for (let n = 1; n <= 6; n++) {
    await press("x");
    await press("j");
    await expect(here(priya)).toHaveAttribute("data-row", String(n));
  }
  await answer();
  await expect.poll(() => waiting(priya)).toBe(before - 12);
  // Fifty in five minutes is six seconds a token, at a second for each key that answers or moves. Words that nobody has given yet are written once and come
  // on top, at 40 words of five signs a minute: what is left of the five minutes has room for those of some seven tokens.
  const text = (typed * 0.3) / 12;
  test.info().annotations.push({
    type: "keys",
    description: `12 tokens: ${keys} keys, and ${typed} signs in ${described} fields; ${(keys / 12).toFixed(1)} s and ${text.toFixed(1)} s a token`,
  });
  expect(keys / 12).toBeLessThan(6);
});

test("a row that moves as the list is read anew keeps the focus, unless somebody went elsewhere", async ({ sample, signIn }) => {
  const priya = await signIn("priya.nair");
  await priya.goto(`${sample.origins.web}/my-tokens`);
  /** Moves the row with the focus, which takes the focus away, and answers its address. Once more where the list was just being drawn and so gave it back. */
  const moved = async () => {
    let left: string | null | undefined;
    await expect(async () => {
      left = await priya.evaluate(() => {
        const row = document.activeElement?.closest("[data-row]");
        const list = row?.parentElement;
        // one that stands there already would not be moved at all
        if (row && list?.lastElementChild === row) list.prepend(row);
        else if (row) list?.append(row);
        return row?.querySelector("a")?.getAttribute("href") ?? null;
      });
      expect(left).not.toBeNull();
      await expect(here(priya)).toHaveCount(0, { timeout: 1_000 });
    }).toPass();
    return left;
  };
  /** As whoever comes back to the tab; what was read within the last seconds is not read again. */
  const readAnew = async () => {
    await priya.waitForTimeout(5_500);
    const read = priya.waitForResponse((response) => response.url().includes("/api/my-tokens"));
    await priya.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
    await read;
  };
  await toFirstRow(priya);
  await down(priya);
  const left = await moved();
  await readAnew();
  await expect(here(priya).locator(`a[href="${left}"]`)).toHaveCount(1);
  await moved();
  await priya.getByRole("heading", { level: 1 }).click();
  await readAnew();
  await priya.waitForTimeout(500);
  await expect(here(priya)).toHaveCount(0);
});

test("a key means the row that has the focus, also where the page did not hear that it got it", async ({ sample, signIn }) => {
  const priya = await signIn("priya.nair");
  await priya.goto(`${sample.origins.web}/my-tokens?view=owned`);
  await toFirstRow(priya);
  await priya.evaluate(() => window.addEventListener("focusin", (event) => event.stopImmediatePropagation(), true));
  const third = rows(priya).nth(2);
  const name = /^Select (.*)$/.exec((await third.getByRole("checkbox").getAttribute("aria-label")) ?? "")?.[1] ?? "";
  await third.getByRole("link").first().focus();
  await priya.keyboard.press("n");
  await expect(priya.getByRole("dialog")).toContainText(`${name}: not mine`);
});

test("a token is answered for on a phone", async ({ sample, signIn }) => {
  const priya = await signIn("priya.nair");
  await priya.setViewportSize(sizes.narrow);
  await priya.goto(`${sample.origins.web}/my-tokens`);
  const before = await waiting(priya);
  const dialog = priya.getByRole("dialog");
  await rows(priya).first().getByRole("checkbox").check();
  await priya.getByRole("button", { name: "Not mine" }).click();
  await dialog.getByLabel("Reason").fill("It belongs to Payments.");
  await dialog.getByRole("button", { name: "Not mine" }).click();
  await expect.poll(() => waiting(priya)).toBe(before - 1);
});
