import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "@playwright/test";
import { testAuthority } from "../lib/connectors/testkit/tls-fixture";
import { GitServer } from "../lib/exposure/testkit/git-server";
import { made } from "../lib/exposure/testkit/made-secrets";
import { Repository } from "../lib/exposure/testkit/repository";
import { zipOf } from "../lib/exposure/testkit/zip-of";
import { type Answer, toldSystem } from "../worker/collector/scans/testkit/told-system";
import { remember } from "./support/canaries";
import { asOwner } from "./support/database";
import { lookAt } from "./support/look";
import { test } from "./support/sample";
import { countersign } from "./support/stack";
import { Unleash } from "./support/unleash";

// Content goes from the browser straight to the collector, and a place on its host is looked through by itself: what is found is an exposure.

test("text is pasted, a zip is sent, and a repository named on the host is looked through when its manager says so", async ({ sample, signIn }) => {
  const mark = Math.random().toString(36).slice(2, 8);
  const { secret } = await (await Unleash.of(sample)).existing("portal-bff");
  const [inZip, dense, first, second] = ["zip", "dense", "first", "second"].map((name) => made.github(`${name} ${mark}`)) as [string, string, string, string];
  for (const each of [inZip, dense, first, second]) await remember(sample, "a secret found by scanning", each);
  const repository = new Repository();
  chmodSync(repository.folder, 0o755);
  repository.commit({ "deploy.ts": `export const token = "${first}";\n` });
  await countersign(sample, "scan", "add", repository.folder, "--every", "1d", "--name", `mirror ${mark}`);

  const mira = await signIn("mira.koh");
  await mira.goto(`${sample.origins.web}/exposure/scans`);
  await mira.getByRole("link", { name: "Scan text or a file" }).click();

  await test.step("pasted text is answered at once, by which token it is", async () => {
    await mira.getByLabel("Text", { exact: true }).fill(`Ben: take this one for now\n${secret}\n`);
    await mira.getByLabel("Name of the source").fill(`on-call ${mark}`);
    await mira.getByRole("button", { name: "Scan this text" }).click();
    await expect(mira.getByRole("status").filter({ hasText: "1 secret was seen" })).toBeVisible();
    const seen = mira.getByRole("list", { name: "Secrets that were seen" });
    await expect(seen).toContainText("portal-bff");
    await expect(mira.getByLabel("Text", { exact: true })).toHaveValue("");
    await lookAt(mira, "scan-text-answered");
    expect(await mira.content()).not.toContain(secret);
  });

  await test.step("a zip is sent, and its run stays", async () => {
    await mira.getByRole("link", { name: "File", exact: true }).click();
    const buffer = zipOf({ "logs/build.log": `step 1\nGITHUB_TOKEN=${inZip}\n`, "logo.png": Buffer.from("\x89PNG\r\n\x1a\n\0\0", "latin1") });
    await mira.getByLabel("File").setInputFiles({ name: `build-${mark}.zip`, mimeType: "application/zip", buffer });
    await mira.getByLabel("Where people see it").selectOption("build_log");
    await lookAt(mira, "scan-file");
    await mira.getByRole("button", { name: "Scan this file" }).click();
    await expect(mira.getByRole("heading", { level: 1 })).toContainText(`build-${mark}.zip`);
    await expect(mira.getByRole("list", { name: "Secrets that were seen" })).toContainText(inZip.slice(-4));
    await mira.reload();
    await expect(mira.getByText("Pictures, sound, fonts or packed data").first()).toBeVisible();
    await mira.getByRole("list", { name: "Secrets that were seen" }).getByRole("link").first().click();
    await expect(mira.getByText(`build-${mark}.zip!/logs/build.log:2`)).toBeVisible();
  });

  await test.step("a text so dense that a part of it is left out says so, and what stood before is found", async () => {
    await mira.goto(`${sample.origins.web}/exposure/scans/new?what=file`);
    const buffer = Buffer.from(`GITHUB_TOKEN=${dense}\n${"secret_access_key=".repeat(120_000)}`);
    await mira.getByLabel("File").setInputFiles({ name: `dense-${mark}.txt`, mimeType: "text/plain", buffer });
    await mira.getByRole("button", { name: "Scan this file" }).click();
    await expect(mira.getByRole("heading", { level: 1 })).toContainText(`dense-${mark}.txt`);
    await expect(mira.getByText("So full of what may begin a secret that a part of it was not looked through").first()).toBeVisible();
    await expect(mira.getByRole("list", { name: "Secrets that were seen" })).toContainText(dense.slice(-4));
  });

  await test.step("a source on the host: its first run by the clock, a new commit by hand", async () => {
    await mira.goto(`${sample.origins.web}/exposure/scans`);
    await mira.getByRole("link", { name: `mirror ${mark}`, exact: true }).click();
    await expect(mira.getByRole("list", { name: "Secrets that were seen" })).toContainText(first.slice(-4));
    repository.commit({ "deploy.ts": "export const token = process.env.TOKEN;\n", "other.ts": `export const token = "${second}";\n` });
    await mira.getByRole("button", { name: "Run now" }).click();
    await expect(mira.getByText("what was new in the history")).toBeVisible();
    await expect(mira.getByRole("list", { name: "Secrets that were seen" })).toContainText(second.slice(-4));
    await mira.getByRole("button", { name: "Let it rest" }).click();
    await expect(mira.getByText(/at rest since .* by Mira Koh/)).toBeVisible();
    await lookAt(mira, "scan-source-planned");
    await mira.goto(`${sample.origins.web}/exposure/scans`);
    await expect(mira.getByRole("row", { name: new RegExp(`mirror ${mark}`) })).toContainText("at rest");
    await lookAt(mira, "scans-planned");
  });
  await countersign(sample, "scan", "remove", `mirror ${mark}`);
  repository.remove();

  const ines = await signIn("ines.moreau");
  await ines.goto(`${sample.origins.web}/exposure/scans`);
  await expect(ines.getByRole("link", { name: `mirror ${mark}`, exact: true })).toBeVisible();
  await expect(ines.getByRole("link", { name: "Scan text or a file" })).toHaveCount(0);
  await ines.goto(`${sample.origins.web}/exposure/scans/new`);
  await expect(ines.getByRole("button", { name: "Scan this text" })).toHaveCount(0);
});

test("a system over HTTP is named on the host with a credential, read by itself, and seen on the page of scans; nothing shows the credential", async ({
  sample,
  signIn,
}) => {
  const mark = Math.random().toString(36).slice(2, 8);
  const [credential, first, second] = ["credential", "first in a tracker", "second in a tracker"].map((name) => made.github(`${name} ${mark}`)) as [
    string,
    string,
    string,
  ];
  await remember(sample, "a credential for scans of a system", credential);
  for (const each of [first, second]) await remember(sample, "a secret found by scanning", each);
  const issues = [{ id: "7", body: `try ${first}`, changed: new Date().toISOString() }];
  // one who left, whom the tracker still names among those who could read the project
  const gone = await asOwner(sample, async (client) => {
    const { rows } = await client.query<{ id: string; email: string }>(
      "select id, email from person where status = 'departed' and email like '%@%' order by user_name limit 1",
    );
    return rows[0] as { id: string; email: string };
  });
  const answers: Record<string, Answer> = {
    "/private": { status: 403, body: { message: "no" } },
    "/projects": { body: [{ id: "shop" }] },
    "/projects/shop/people": { status: 403, body: { message: "no" } },
  };
  const system = await toldSystem((url) => answers[url.pathname] ?? { body: issues });
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-tracker-"));
  const [file, tokenFile] = [path.join(folder, "tracker.yaml"), path.join(folder, "token")];
  writeFileSync(
    file,
    `format: countersign/source/1
system: Tracker
channel: ticket
authentication: { kind: bearer }
lists:
  - { what: project, request: GET /projects, rows: $, paging: { kind: none }, id: id, title: id, values: { project: id },
      audience: { request: "GET /projects/{{project}}/people", rows: $, paging: { kind: none }, member: mail }, each: [
      { what: issue, request: GET /issues, changed: { request: "GET /issues?since={{since}}" }, rows: $, paging: { kind: none }, id: id, texts: [body], url: { path: id, under: /browse/ } },
      { what: private note, request: GET /private, rows: $, paging: { kind: none }, id: id, texts: [body] } ] }
`,
  );
  writeFileSync(tokenFile, credential);
  try {
    await countersign(
      sample,
      "scan",
      "add",
      system.origin,
      "--as",
      "rest",
      "--source",
      file,
      "--token-file",
      tokenFile,
      "--allow-private",
      "--name",
      `tracker ${mark}`,
    );
    const mira = await signIn("mira.koh");
    await mira.goto(`${sample.origins.web}/exposure/scans`);
    await expect(mira.getByRole("row", { name: new RegExp(`tracker ${mark}`) })).toContainText("System, read over HTTP");
    await mira.getByRole("link", { name: `tracker ${mark}`, exact: true }).click();
    await expect(mira.getByRole("list", { name: "Secrets that were seen" })).toContainText(first.slice(-4));
    const source = mira.url();
    await mira.reload();
    await expect(mira.getByText(system.origin)).toBeVisible();
    await expect(mira.getByText(/read with a credential given .* by operator/)).toBeVisible();
    await expect(mira.getByText("May not be read").first()).toBeVisible();
    await lookAt(mira, "scan-system");

    issues.push({ id: "8", body: `and ${second}`, changed: new Date().toISOString() });
    // where another story changed a rule meanwhile, all of it is read once more first
    await expect(async () => {
      await mira.getByRole("button", { name: "Run now" }).click();
      await expect(mira.getByText("what changed since the last time")).toBeVisible();
    }).toPass();
    const seen = mira.getByRole("list", { name: "Secrets that were seen" });
    await expect(seen).toContainText(second.slice(-4));
    expect(await mira.content()).not.toContain(credential);
    await seen
      .getByRole("listitem")
      .filter({ hasText: second.slice(-4) })
      .getByRole("link")
      .first()
      .click();
    await expect(mira.locator(`a[href="${system.origin}/browse/8"]`)).toBeVisible();

    await test.step("the tracker refuses to say who could read it: that and its answer are shown, until it tells", async () => {
      const refused = mira.getByText(/^Refused to say who could read it, of 1 place, when asked .*403/);
      await expect(refused).toBeVisible();
      await lookAt(mira, "exposure-readers-refused");
      const exposure = mira.url();
      answers["/projects/shop/people"] = { body: [{ mail: gone.email.toUpperCase() }] };
      await mira.goto(source);
      await mira.getByRole("button", { name: "Run now" }).click();
      await expect(async () => {
        await mira.goto(exposure);
        await expect(mira.getByText("1 person of the directory").or(mira.getByText("Nobody, as far as its sources tell."))).toBeVisible({ timeout: 10_000 });
      }).toPass();
      await expect(refused).toHaveCount(0);
    });

    // who left and could have read it
    await mira.goto(`${sample.origins.web}/people/${gone.id}`);
    const exposed = mira.getByRole("listitem").filter({ hasText: first.slice(-4) });
    await expect(exposed.first()).toContainText("was a member there");
    await lookAt(mira, "exposed-by-departure");
    expect(system.asked.every(({ credential: sent }) => sent === `Bearer ${credential}`)).toBe(true);
  } finally {
    await countersign(sample, "scan", "remove", `tracker ${mark}`);
    system.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a repository elsewhere is named on the host with a credential, fetched by itself, and followed; its page tells the address and not the credential", async ({
  sample,
  signIn,
}) => {
  const mark = Math.random().toString(36).slice(2, 8);
  const [credential, first, second] = ["credential", "first in a mirror", "second in a mirror"].map((name) => made.github(`${name} ${mark}`)) as [
    string,
    string,
    string,
  ];
  await remember(sample, "a credential for fetching a repository", credential);
  for (const each of [first, second]) await remember(sample, "a secret found by scanning", each);
  const server = await GitServer.start();
  const repository = new Repository();
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-fetched-"));
  const [caFile, tokenFile] = [path.join(folder, "ca.pem"), path.join(folder, "token")];
  const name = `fetched ${mark}`;
  try {
    server.signIn = { user: "ada", password: credential };
    repository.commit({ "deploy.ts": `export const token = "${first}";\n` });
    const address = server.publish(repository, "acme/payments.git");
    writeFileSync(caFile, testAuthority);
    writeFileSync(tokenFile, `ada:${credential}`);
    await countersign(sample, "scan", "add", address, "--ca", caFile, "--token-file", tokenFile, "--allow-private", "--name", name);

    const mira = await signIn("mira.koh");
    await mira.goto(`${sample.origins.web}/exposure/scans`);
    await expect(mira.getByRole("row", { name: new RegExp(name) })).toContainText("Git repository, fetched");
    await mira.getByRole("link", { name, exact: true }).click();
    const seen = mira.getByRole("list", { name: "Secrets that were seen" });
    await expect(seen).toContainText(first.slice(-4));
    await mira.reload();
    await expect(mira.getByText(address)).toBeVisible();
    await expect(mira.getByText(/fetched with a credential given .* by operator/)).toBeVisible();
    await expect(mira.getByText(/last fetched .* on the collector’s disk/)).toBeVisible();
    await lookAt(mira, "scan-mirror");

    repository.commit({ "other.ts": `export const token = "${second}";\n` });
    server.publish(repository, "acme/payments.git");
    // where another story changed a rule meanwhile, all of it is read once more
    await mira.getByRole("button", { name: "Run now" }).click();
    await expect(seen).toContainText(second.slice(-4));
    expect(await mira.content()).not.toContain(credential);
  } finally {
    await countersign(sample, "scan", "remove", name).catch(() => {});
    server.stop();
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
