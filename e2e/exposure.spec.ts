import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "@playwright/test";
import { made } from "../lib/exposure/testkit/made-secrets";
import { Repository } from "../lib/exposure/testkit/repository";
import { zipOf } from "../lib/exposure/testkit/zip-of";
import { remember } from "./support/canaries";
import { asOwner } from "./support/database";
import { hire, leave, userOf } from "./support/directory";
import { lookAt } from "./support/look";
import { test } from "./support/sample";
import { countersign, type Stack } from "./support/stack";

// A secret that stands in code and in a chat is one exposure, known by its places and never by itself.

/** What the command said: finding something is an exit code of its own, which the stack's runner throws. */
const scan = (sample: Stack, ...words: string[]) =>
  countersign(sample, "scan", ...words).then(
    (answer) => JSON.stringify(answer),
    (error: Error) => error.message,
  );

test("a secret in a repository and a chat is one exposure with its places; it is triaged by keyboard, and an auditor only reads", async ({
  sample,
  signIn,
}) => {
  const name = `e2e ${Math.random().toString(36).slice(2)}`;
  const secret = made.github(name);
  await remember(sample, "a secret found by scanning", secret);
  const repository = new Repository();
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-chat-"));
  try {
    repository.commit({ "deploy/release.ts": `export const token = "${secret}";\n`, "README.md": "Nothing here.\n" });
    repository.commit({ "deploy/release.ts": "export const token = process.env.TOKEN;\n" });
    const chat = path.join(folder, "on-call.txt");
    writeFileSync(chat, `Ben: use this one for now\nBen: ${secret}\n`);
    for (const open of [repository.folder, folder]) chmodSync(open, 0o755);
    for (const said of [await scan(sample, repository.folder), await scan(sample, chat, "--channel", "chat")]) {
      expect(said).toContain("github_pat");
      expect(said).not.toContain(secret);
    }
  } finally {
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  }

  const mira = await signIn("mira.koh");
  await mira.goto(`${sample.origins.web}/exposure?q=${encodeURIComponent(path.basename(repository.folder))}`);
  await expect(mira.getByText("No exposed secret fits these filters")).toBeVisible();
  await mira.goto(`${sample.origins.web}/exposure?q=release.ts&reach=both&visible=older,90d,1y`);
  const table = mira.getByRole("table", { name: "Exposed secrets" });
  const rows = table.locator("[data-row]");
  const hint = secret.slice(-4);
  const row = rows.filter({ hasText: hint });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("and 1 more");
  await expect(mira.getByRole("heading", { level: 1 })).toContainText("outside code");
  await lookAt(mira, "exposure-filtered");

  await test.step("triage by keyboard", async () => {
    await row.getByRole("link").focus();
    await mira.keyboard.press("v");
    await expect(row).toContainText("in review");
    await expect(mira.getByRole("button", { name: /^Undo: / })).toBeVisible();
    await mira.keyboard.press("z");
    await expect(row).not.toContainText("in review");
    await row.getByRole("link").focus();
    await mira.keyboard.press("f");
    const dialog = mira.getByRole("dialog");
    await dialog.getByLabel("Why").fill("Made for this run.");
    await expect(dialog.getByLabel("Until")).toHaveValue(/^\d{4}-\d\d-\d\d$/);
    await dialog.getByLabel("Until").press("Enter");
    // While it stands open, nothing of the list can be found by its role.
    await expect(dialog).toHaveCount(0);
    await expect(mira.getByRole("button", { name: /^Undo: .* false positive$/ })).toBeVisible();
    await expect(row).toHaveCount(0);
    await mira.keyboard.press("z");
    await expect(row).toHaveCount(1);
  });

  await row.getByRole("link").focus();
  await mira.keyboard.press("Enter");
  const panel = mira.getByRole("dialog");
  await expect(panel).toContainText("deploy/release.ts:1");
  await expect(panel).toContainText("on-call.txt:2");
  const address = new URL(mira.url());
  await mira.goto(`${address.origin}${address.pathname}`);
  await expect(mira.getByText("•••").first()).toBeVisible();
  await expect(mira.getByText("Nobody had listed it before it was found", { exact: false })).toBeVisible();
  expect(await mira.content()).not.toContain(secret);
  await lookAt(mira, "exposure-one");

  const ines = await signIn("ines.moreau");
  await ines.goto(mira.url());
  await expect(ines.getByRole("heading", { level: 1 })).toContainText(hint);
  await expect(ines.getByRole("button", { name: "Copy a ticket text" })).toBeVisible();
  await expect(ines.getByRole("button", { name: /review|remedied|False positive|Request revocation/ })).toHaveCount(0);
  await ines.goto(`${sample.origins.web}/exposure`);
  for (const tab of ["By channel", "By team", "By age"]) {
    await ines.getByRole("navigation", { name: "Exposed secrets" }).getByRole("link", { name: tab }).click();
    await expect(ines.getByRole("region", { name: /^Exposed secrets by/ })).toBeVisible();
    if (tab === "By channel") await lookAt(ines, "exposure-by-channel");
  }
  await ines.getByRole("navigation", { name: "Exposed secrets" }).getByRole("link", { name: "Head start" }).click();
  await expect(ines.getByRole("region", { name: "How long each stage took" }).getByRole("row", { name: /^Detected → decided/ })).toBeVisible();
  await lookAt(ines, "head-start");
  await ines.getByRole("link", { name: /^\d+ sources?$/ }).click();
  await expect(ines.getByRole("region", { name: "Sources" })).toContainText(path.basename(repository.folder));
  await lookAt(ines, "scans");
  await ines.getByRole("link", { name: repository.folder, exact: true }).click();
  await expect(ines.getByText("2 commits")).toBeVisible();
  await lookAt(ines, "scan-source");
});

test("a grave false positive takes two people; many go at once and back; a rule of one's own finds what only it knows", async ({ sample, signIn }) => {
  const run = Math.random().toString(36).slice(2, 10).padEnd(8, "x");
  const secrets = [1, 2, 3].map((n) => made.github(`triage ${run} ${n}`));
  const badge = `acme${run}-${Buffer.from(run).toString("hex")}`;
  for (const secret of [...secrets, badge]) await remember(sample, "a secret found by scanning", secret);
  const mira = await signIn("mira.koh");

  await test.step("a rule is tried and added", async () => {
    await mira.goto(`${sample.origins.web}/exposure/settings`);
    await mira.getByRole("button", { name: "New rule" }).click();
    const dialog = mira.getByRole("dialog");
    await dialog.getByLabel("Name").fill(`Badge ${run}`);
    await dialog.getByLabel("Words").fill(`acme${run}`);
    await dialog.getByLabel("Pattern").fill("(?<secret>[a-z");
    await dialog.getByRole("button", { name: "Add" }).click();
    await expect(dialog.getByText("The rule can’t be used", { exact: false }).first()).toBeVisible();
    await dialog.getByLabel("Pattern").fill(`acme${run}-(?<secret>[0-9a-f]{16})`);
    await dialog.getByLabel("Try it on").fill(`here: acme${run}-0123456789abcdef`);
    await dialog.getByRole("button", { name: "Try", exact: true }).click();
    await expect(dialog.getByText("It finds 1 secret", { exact: false })).toBeVisible();
    await lookAt(mira, "rule-dialog");
    await dialog.getByRole("button", { name: "Add" }).click();
    await expect(mira.getByRole("region", { name: "Rules of your own" })).toContainText(`Badge ${run}`);
    await mira.getByLabel("Find a kind").fill("stripe");
    await lookAt(mira, "exposure-settings");
  });

  const folder = mkdtempSync(path.join(tmpdir(), "countersign-triage-"));
  chmodSync(folder, 0o755);
  try {
    writeFileSync(path.join(folder, `${run}.txt`), `${[...secrets, badge].join("\n")}\n`);
    expect(await scan(sample, path.join(folder, `${run}.txt`), "--channel", "chat")).toContain(`own_badge_${run}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const grave = (secrets[0] as string).slice(-4);
  const second = await asOwner(sample, async (client) => {
    await client.query(
      "update exposure e set validity = 'valid', severity = 'critical' where e.hint like $1 and exists (select from occurrence o where o.exposure_id = e.id and o.path like $2)",
      [`%${grave}`, `%${run}%`],
    );
    const { rows } = await client.query<{ id: string }>(
      "insert into role_grant (person_id, role, granted_by, granted_at) select id, 'security_manager', 'operator:e2e', now() from person where user_name = 'tomas.lindqvist' on conflict do nothing returning person_id as id",
    );
    return rows[0]?.id;
  });

  const rows = mira.getByRole("table", { name: "Exposed secrets" }).locator("[data-row]");
  await test.step("all are assigned to one person at once, and to nobody again", async () => {
    await mira.goto(`${sample.origins.web}/exposure?q=${run}&show=assignee`);
    await expect(rows).toHaveCount(4);
    const dialog = mira.getByRole("dialog");
    for (const who of ["Mira Koh", null]) {
      for (const place of [0, 1, 2, 3]) await rows.nth(place).getByRole("checkbox").check();
      await mira.getByRole("button", { name: "Assign", exact: true }).click();
      if (who) {
        await dialog.getByLabel("Person", { exact: true }).fill("mira k");
        await dialog.getByRole("button", { name: who }).first().click();
      }
      await dialog.getByRole("button", { name: who ? "Assign: 4 secrets" : "Assign nobody: 4 secrets" }).click();
      await expect(dialog).toContainText(who ? "4 secrets are assigned now." : "Nobody is assigned to 4 secrets now.");
      await dialog.getByRole("button", { name: "Done" }).click();
      await expect(rows.filter({ hasText: "Mira Koh" })).toHaveCount(who ? 4 : 0);
    }
  });

  await test.step("all that match are called false at once: what is grave waits, the rest closes, and one undo takes all back", async () => {
    await mira.goto(`${sample.origins.web}/exposure?q=${run}`);
    await expect(rows).toHaveCount(4);
    await expect(rows.filter({ hasText: `Badge ${run}` })).toHaveCount(1);
    for (const place of [0, 1, 2, 3]) await rows.nth(place).getByRole("checkbox").check();
    await mira.getByRole("button", { name: "False positives", exact: true }).click();
    const dialog = mira.getByRole("dialog");
    await expect(dialog).toContainText("4 secrets");
    await dialog.getByLabel("Why").fill("Made for this run.");
    await lookAt(mira, "exposure-bulk");
    await dialog.getByRole("button", { name: "False positives: 4 secrets" }).click();
    await expect(dialog).toContainText("3 secrets are closed as false. 1 secret waits for a second person.");
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(rows).toHaveCount(1);
    await mira.getByRole("button", { name: /^Undo: 4 secrets/ }).click();
    await expect(rows).toHaveCount(4);
  });

  await test.step("the second person agrees, and it is hidden until somebody revokes it", async () => {
    await mira.goto(`${sample.origins.web}/exposure?q=${run}&severity=critical`);
    await expect(rows).toHaveCount(1);
    const why = mira.getByRole("dialog").getByLabel("Why");
    // a list that is drawn anew meanwhile takes the focus, and hears no key
    await expect(async () => {
      await rows.first().getByRole("link").focus();
      await mira.keyboard.press("f");
      await expect(why).toBeVisible({ timeout: 5_000 });
    }).toPass();
    await why.fill(`A decoy of ${run}.`);
    await mira.getByRole("dialog").getByRole("button", { name: "Propose" }).click();
    await expect(mira.getByRole("dialog")).toHaveCount(0);
    await mira.goto(`${sample.origins.web}/exposure/suppressions?view=waiting`);
    const proposal = (page: typeof mira) => page.getByRole("row").filter({ hasText: run });
    await expect(proposal(mira).getByRole("button", { name: /^Withdraw/ })).toBeVisible();
    await expect(proposal(mira).getByRole("button", { name: /^Agree/ })).toHaveCount(0);
    const tomas = await signIn("tomas.lindqvist");
    await tomas.goto(`${sample.origins.web}/exposure/suppressions?view=waiting`);
    await lookAt(tomas, "suppressions");
    await proposal(tomas)
      .getByRole("button", { name: /^Agree/ })
      .click();
    await expect(proposal(tomas)).toHaveCount(0);
    await tomas.goto(`${sample.origins.web}/exposure/suppressions`);
    await expect(proposal(tomas)).toContainText("agreed by Tomas Lindqvist");
    await proposal(tomas).getByRole("link").click();
    await expect(tomas.getByRole("heading", { level: 1 })).toContainText(grave);
    await tomas.getByLabel("Say something").fill("Agreed on the phone. <b>bold</b>");
    await tomas.getByRole("button", { name: "Comment" }).click();
    await expect(tomas.getByText("Agreed on the phone. <b>bold</b>")).toBeVisible();
    await lookAt(tomas, "exposure-suppressed");
    await tomas.getByRole("button", { name: /^Revoke/ }).click();
    await expect(tomas.getByText("revoked", { exact: false }).first()).toBeVisible();
  });
  await test.step("the owner of an exposed token is asked to rotate it, and their word alone does not end that", async () => {
    const token = await asOwner(sample, async (client) => {
      const { rows: owned } = await client.query<{ token: string }>(
        "insert into ownership (token_id, person_id, state, set_by, set_at) select e.token_id, p.id, 'confirmed', 'operator:e2e', now() from exposure e, person p where e.hint like $1 and e.detected_at > now() - interval '5 minutes' and p.user_name = 'ines.moreau' on conflict (token_id) do update set person_id = excluded.person_id, state = 'confirmed' returning token_id as token",
        [`%${grave}`],
      );
      return owned[0]?.token;
    });
    await mira.goto(`${sample.origins.web}/exposure?q=${run}&severity=critical`);
    await rows.first().getByRole("link").click();
    await mira.getByRole("dialog").getByRole("button", { name: "Ask Ines Moreau to rotate it" }).click();
    await mira.getByRole("button", { name: "Ask", exact: true }).click();
    await expect(mira.getByText("no answer yet", { exact: false })).toBeVisible();
    const ines = await signIn("ines.moreau");
    await ines.goto(`${sample.origins.web}/my-tokens`);
    await expect(ines.getByRole("heading", { level: 1 })).toContainText("to be rotated");
    await ines.getByRole("button", { name: /^Rotated/ }).click();
    await expect(ines.getByText("the old one is not known to be dead", { exact: false })).toBeVisible();
    await lookAt(ines, "my-tokens-rotate");
    await asOwner(sample, async (client) => {
      await client.query("update exposure set validity = 'invalid' where token_id = $1", [token]);
      await client.query("delete from ownership where token_id = $1", [token]);
    });
    await ines.reload();
    await expect(ines.getByText("To be rotated")).toHaveCount(0);
  });
  if (second) await asOwner(sample, (client) => client.query("delete from role_grant where person_id = $1 and role = 'security_manager'", [second]));
});

test("who could read a secret: somebody who left since first, then who is still here, and a guest whom the directory does not know", async ({
  sample,
  signIn,
}) => {
  const [stays, goes] = [await hire(sample, "Rae Quist"), await hire(sample, "Uma Dorn")];
  const secret = made.github(`e2e ${Math.random().toString(36).slice(2)}`);
  await remember(sample, "a secret in a channel with members", secret);
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-members-"));
  const channel = `ops-${secret.slice(-6).toLowerCase()}`;
  const address = (person: typeof stays) => userOf(person).emails[0]?.value as string;
  const members = [address(stays), address(goes), "guest@partner.example"];
  try {
    const file = path.join(folder, "slack.zip");
    writeFileSync(
      file,
      zipOf({
        "channels.json": "[]",
        "groups.json": JSON.stringify([{ id: "G1", name: channel, members: members.map((_, n) => `U${n}`) }]),
        "users.json": JSON.stringify(members.map((email, n) => ({ id: `U${n}`, profile: { email } }))),
        [`${channel}/2026-03-02.json`]: JSON.stringify([{ ts: "1772445600.000100", user: "U0", text: `use this for now: ${secret}` }]),
      }),
    );
    chmodSync(folder, 0o755);
    expect(await scan(sample, file)).toContain("github_pat");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await leave(sample, goes);

  const mira = await signIn("mira.koh");
  await mira.goto(`${sample.origins.web}/exposure?q=${channel}`);
  await mira.getByRole("table", { name: "Exposed secrets" }).locator("[data-row]").getByRole("link").click();
  const panel = mira.getByRole("dialog");
  await expect(panel.getByText("2 people of the directory, of whom 1 has left since it was visible.")).toBeVisible();
  await mira.goto(mira.url());
  const cardOf = (title: string) =>
    mira
      .locator("section")
      .filter({ has: mira.getByRole("heading", { name: title }) })
      .last();
  const card = cardOf("Who could read it");
  await expect(card.getByRole("listitem").first()).toContainText(goes.displayName);
  await expect(card.getByRole("listitem").first()).toContainText(/left .*member there; visible there since/);
  await expect(card.getByRole("listitem").last()).toContainText(stays.displayName);
  await expect(card.getByText("1 name that nobody of the directory has: guest@partner.example")).toBeVisible();
  await lookAt(mira, "exposure-readers");
  await card.getByRole("link", { name: goes.displayName }).click();
  await expect(cardOf("Exposed by departure")).toContainText(channel);
});
