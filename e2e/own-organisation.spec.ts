import { rename } from "node:fs/promises";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { z } from "zod";
import { done, machineLane, openSigner, peopleLane, requestRevocation, sign } from "./support/acts";
import { addAuthenticator } from "./support/authenticator";
import { proposeGroup, proposePolicy, registerFromChecklist, signTrust, waitingRow } from "./support/ceremony";
import { userOf } from "./support/directory";
import { expectAccessible } from "./support/look";
import {
  browserOf,
  emailOf,
  letIn,
  type Member,
  makeTokens,
  type OwnOrganisation,
  personalToken,
  sendOverScim,
  startOwnOrganisation,
} from "./support/own-organisation";
import { countersign, proofMilliseconds } from "./support/stack";

// The road of somebody who starts with nothing: `npm start -- --empty`, one's own people, one's own Unleash, real keys and a pinned root.

test.describe.configure({ mode: "serial" });

const ada: Member = { userName: "ada.brandt", displayName: "Ada Brandt" };
const sana: Member = { userName: "sana.okafor", displayName: "Sana Okafor" };
const aiko: Member = { userName: "aiko.mori", displayName: "Aiko Mori" };
const ben: Member = { userName: "ben.ortiz", displayName: "Ben Ortiz" };
const kofi: Member = { userName: "kofi.mensah", displayName: "Kofi Mensah" };
const lea: Member = { userName: "lea.fontaine", displayName: "Lea Fontaine" };

/** The directory's word that somebody has left. */
const leaves = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [{ op: "replace", path: "active", value: false }] };
/** What the policy signed below says, in seconds: on a slow machine a page and a command fit into the hold. */
const policy = { hold: 75, delay: 15 };

let own: OwnOrganisation;
let directory: { url: string; token: string };
const scimIds = new Map<string, string>();
const links = new Map<Member, string>();
const pages = new Map<Member, Page>();
const fingerprints = new Map<Member, string>();
let secrets: Record<string, string>;
let refused: number;

const web = () => own.stack.origins.web;
function pageOf(member: Member): Page {
  const page = pages.get(member);
  if (!page) throw new Error(`${member.displayName} has not signed in yet.`);
  return page;
}
const knock = async (token: string) => {
  const response = await fetch(`${own.unleash.origin}/api/client/features`, { headers: { authorization: secrets[token] ?? "" } });
  await response.arrayBuffer();
  return response.status;
};

test.beforeAll(async () => {
  own = await startOwnOrganisation();
});
test.afterAll(async () => {
  for (const page of pages.values()) await page.context().close();
  await own?.stop();
});

test("an empty organisation lets its first administrator in and teaches the next step", async ({ browser }) => {
  const invited = await countersign(own.stack, "admin", "invite", "--email", emailOf(ada), "--role", "administrator");
  const admin = await browserOf(browser, z.object({ link: z.url() }).parse(invited).link);
  pages.set(ada, admin);
  await addAuthenticator(admin);
  await expect(admin.getByRole("heading", { name: "Nothing is connected yet" })).toBeVisible();
  await expectAccessible(admin);
  await admin.getByRole("main").getByRole("link", { name: "Set-up checklist" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "Set-up checklist" })).toBeVisible();
  await expect(admin.getByText("npm run -s countersign -- scim token")).toBeVisible();
  await expect(admin.getByText("npm run -s countersign -- trust pin")).toBeVisible();
  await expectAccessible(admin);
});

test("the directory sends its people; roles are granted and sign-in links made in the browser", async ({ browser }) => {
  directory = z.object({ url: z.url(), token: z.string() }).parse(await countersign(own.stack, "scim", "token"));
  for (const member of [ada, sana, aiko, ben, kofi, lea])
    scimIds.set(member.userName, (await sendOverScim(directory, "POST", "/Users", { ...userOf(member), displayName: member.displayName })).id);
  const admin = pageOf(ada);
  await admin.goto(`${web()}/people`);
  // The administrator was here before the directory: still one person, with her roles.
  await expect(admin.getByRole("heading", { name: "6 people are active" })).toBeVisible();
  for (const [member, role] of [
    [sana, "security manager"],
    [aiko, "approver"],
    [ben, "approver"],
    [lea, "auditor"],
  ] as const)
    links.set(member, await letIn(admin, web(), member, role));
  await Promise.all([...links].map(async ([member, link]) => pages.set(member, await browserOf(browser, link))));
  for (const member of [sana, aiko, ben]) await addAuthenticator(pageOf(member));
  await expect(pageOf(aiko).getByRole("heading", { level: 1 })).toBeVisible();
});

test("Unleash is added with credentials sealed in the browser, after a wrong address and a wrong credential", async () => {
  const { origin, clientToken } = own.unleash;
  const admin = pageOf(ada);
  secrets = await makeTokens(own.unleash, kofi, {
    "press-preview": "development",
    "press-runner": "production",
    "archive-sync": "development",
    "cover-import": "development",
  });
  const [reading, revoking] = [await personalToken(own.unleash, "countersign-reader"), await personalToken(own.unleash, "countersign-revoker")];
  await admin.goto(`${web()}/set-up`);
  await admin.getByRole("main").getByRole("link", { name: "Add a connection" }).click();

  await test.step("an address that is none: what was typed stays, the secret too", async () => {
    await admin.getByRole("textbox", { name: "Name", exact: true }).fill("unleash-press");
    await admin.getByRole("textbox", { name: "Address" }).fill(`${origin}/api`);
    await admin.getByLabel("It lives at a private address of our own network").check();
    await admin.getByLabel("Personal access token for reading").fill("user:not-the-right-one");
    await admin.getByRole("button", { name: "Seal and add" }).click();
    await expect(admin.getByText("The connection was not added")).toBeVisible();
    await expect(admin.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("unleash-press");
    await expect(admin.getByLabel("Personal access token for reading")).toHaveValue("user:not-the-right-one");
  });

  await test.step("a wrong credential: the connection stands and says what to do", async () => {
    await admin.getByRole("textbox", { name: "Address" }).fill(origin);
    await admin.getByRole("button", { name: "Seal and add" }).click();
    await admin.waitForURL(/\/connections\/[0-9a-f-]{36}$/);
    await expect(admin.getByText("It can’t be read")).toBeVisible();
    await expect(admin.getByText(/Seal a new read credential/).first()).toBeVisible();
  });

  await test.step("the right ones: it is read, live, and the tokens are there", async () => {
    const forReading = admin.getByRole("region", { name: "For reading" });
    await forReading.getByRole("button", { name: "Seal a new one" }).click();
    await forReading.getByLabel("Personal access token for reading").fill(reading);
    await forReading.getByRole("button", { name: "Seal it" }).click();
    const forRevoking = admin.getByRole("region", { name: "For revoking" });
    await forRevoking.getByLabel("Personal access token for revoking").fill(revoking);
    await forRevoking.getByLabel("Control token").fill(clientToken);
    await forRevoking.getByRole("button", { name: "Seal it" }).click();
    await expect(admin.getByText("Fresh", { exact: true })).toBeVisible();
    await expect(admin.getByText("Not signed into trust: nothing can be revoked here")).toBeVisible();
    await admin.getByRole("button", { name: "Sync unleash-press now" }).click();
    await expect(admin.getByRole("progressbar")).toHaveCount(0);
    await expect(admin.getByRole("table", { name: "Syncs, newest first" }).getByText("succeeded")).toHaveCount(2);
    await admin.goto(`${web()}/inventory?q=press`);
    for (const token of ["press-preview", "press-runner"]) await expect(admin.getByRole("link", { name: token })).toBeVisible();
  });
});

test("the leaver's account is linked by e-mail, with its evidence; the link is undone and restored", async () => {
  const admin = pageOf(ada);
  await admin.goto(`${web()}/people?q=${encodeURIComponent(kofi.displayName)}`);
  await admin.getByRole("link", { name: kofi.displayName }).click();
  await expect(admin.getByText(/^Linked by the collector:.*e-mail/)).toBeVisible();
  const account = `${kofi.displayName} at unleash-press`;
  for (const [verb, reason, then] of [
    ["Undo", "That account is the shared one of the press room.", "link undone"],
    ["Restore", "No: HR says it is his own.", "Confirmed by"],
  ] as const) {
    await admin.getByRole("button", { name: `${verb} the link of ${account}` }).click();
    await admin.getByRole("dialog").getByLabel("Why").fill(reason);
    await admin
      .getByRole("dialog")
      .getByRole("button", { name: `${verb} link` })
      .click();
    await expect(admin.getByText(then)).toBeVisible();
    await expect(admin.getByText(reason)).toBeVisible();
  }
});

test("before a trust root is pinned nothing can be asked for, and the page says why", async () => {
  const manager = pageOf(sana);
  fingerprints.set(ada, await registerFromChecklist(pageOf(ada), own.stack, "Register a key", "Ada's YubiKey"));
  await expectAccessible(pageOf(ada));
  await sendOverScim(directory, "PATCH", `/Users/${scimIds.get(kofi.userName)}`, leaves);
  await manager.goto(`${web()}/residue`);
  for (const token of ["press-preview", "press-runner"]) await manager.getByRole("checkbox", { name: `Select ${token} of ${kofi.displayName}` }).check();
  await manager.getByRole("button", { name: "Request revocation" }).click();
  await expect(manager.getByRole("dialog").getByText(/^No trust root is pinned, .*no_trust_root/)).toHaveCount(1);
  await manager.getByRole("dialog").getByRole("link", { name: "Open the checklist" }).click();
  await expect(manager.getByText("npm run -s countersign -- trust pin")).toBeVisible();
});

test("the root is pinned on the host after comparing fingerprint, RP ID and origin with the signing page", async () => {
  const admin = pageOf(ada);
  const page = z.object({ fingerprint: z.string(), rpId: z.string(), origin: z.string() });
  await Promise.all([
    expect(countersign(own.stack, "trust", "pin")).rejects.toThrow("There is no terminal to ask on"),
    expect(countersign(own.stack, "trust", "pin", "--yes", "--fingerprint", "0000 1111")).rejects.toThrow(/fingerprint/),
  ]);
  const shown = fingerprints.get(ada) ?? "";
  const pinned = page.parse(await countersign(own.stack, "trust", "pin", "--yes", "--fingerprint", shown));
  expect(pinned).toMatchObject({ fingerprint: shown, rpId: "localhost", origin: own.stack.origins.signer });
  await admin.goto(`${web()}/set-up`);
  await expect(admin.getByText(shown)).toBeVisible();
});

test("while one person alone has a key, what she signs takes effect at once", async () => {
  const admin = pageOf(ada);
  await proposeGroup(admin, own.stack, "platform", [aiko.displayName]);
  await proposeGroup(admin, own.stack, "risk", [ben.displayName]);
  await proposePolicy(admin, own.stack, policy);
  await expectAccessible(admin);
  for (const title of ["Say who approves as platform", "Say who approves as risk", "Set the approval policy", "Trust the connection unleash-press"])
    await signTrust(admin, own.stack, title);
  await expect(waitingRow(admin, "Say who approves")).toHaveCount(0);
  await expect(waitingRow(admin, "Trust the connection")).toHaveCount(0);
  await registerFromChecklist(pageOf(aiko), own.stack, "Register my key", "Aiko's YubiKey");
  await signTrust(admin, own.stack, `Trust a key of ${aiko.displayName}`, expectAccessible);
  await expect(admin.getByText(`${aiko.displayName}: key counts, in platform`)).toBeVisible();
  await admin.goto(`${web()}/policies`);
  for (const seconds of ["1 min 15 s", "15 s"]) await expect(admin.getByText(seconds, { exact: true })).toBeVisible();
});

test("once two people have keys, widening needs both of them and the delay", async () => {
  const admin = pageOf(ada);
  await registerFromChecklist(pageOf(ben), own.stack, "Register my key", "Ben's YubiKey");
  await registerFromChecklist(pageOf(sana), own.stack, "Register my key", "Sana's laptop");
  const theirs = [ben, sana].map(({ displayName }) => `Trust a key of ${displayName}`);
  for (const title of theirs) await signTrust(admin, own.stack, title);
  for (const title of theirs) await expect(waitingRow(admin, title)).toContainText(`Needs 1 more signature: ${aiko.displayName}`);
  for (const title of theirs) await signTrust(pageOf(aiko), own.stack, title);
  for (const title of theirs) await expect(waitingRow(admin, title)).toContainText("Takes effect");
  await expect(admin.getByText(`${ben.displayName}: key counts, in risk`)).toBeVisible();
  await expect(waitingRow(admin, "Trust a key of")).toHaveCount(0);
  await expect(admin.getByRole("heading", { level: 1, name: "Everything is set up" })).toBeVisible();
  await expectAccessible(admin);
});

test("an executor without its trust root refuses by name", async () => {
  const manager = pageOf(sana);
  const file = path.join(own.stack.data, own.stack.organisation, "executor", "trust-root.json");
  await rename(file, `${file}.away`);
  await manager.goto(`${web()}/residue`);
  refused = await requestRevocation(manager, kofi, ["press-preview", "press-runner"], "Kofi left; nothing of his should go on opening Unleash.");
  await openSigner(pageOf(aiko), own.stack, refused);
  await sign(pageOf(aiko), "Sign and approve", "Aiko's YubiKey");
  await expect(manager.getByText("no_trust_root").first()).toBeVisible();
  await rename(`${file}.away`, file);
  expect(await Promise.all(["press-preview", "press-runner"].map(knock))).toEqual([200, 200]);
});

test("the refused request is filed again, signed by requester and two groups, held, and proven dead; others are stopped and denied", async () => {
  const manager = pageOf(sana);
  await manager.goto(`${web()}/requests/${refused}`);
  await manager.getByRole("button", { name: "File again" }).click();
  await expect(manager.getByText(`Filed again after R-${refused}`)).toBeVisible();
  const second = Number(new URL(manager.url()).pathname.split("/").at(-1));
  await openSigner(manager, own.stack, second);
  await sign(manager, "Sign my request", "Sana's laptop");
  for (const [member, key] of [
    [aiko, "Aiko's YubiKey"],
    [ben, "Ben's YubiKey"],
  ] as const) {
    await openSigner(pageOf(member), own.stack, second);
    await sign(pageOf(member), "Sign and approve", key);
  }
  await manager.goto(`${web()}/requests/${second}`);
  await expect(machineLane(manager).getByText("Until then it can be stopped on the executor’s host")).toBeVisible();
  // The executor says the same by itself, past web: what will happen, until when, and how to stop it.
  const told = () => own.told.filter((text) => text.includes(`countersign request stop R-${second} `) && text.includes("It can be stopped until"));
  await expect.poll(told).not.toEqual([]);
  expect(await knock("press-runner")).toBe(200);

  const [stopped, denied] = await test.step("in an emergency: stopped on the host during the hold, and denied by one approver", async () => {
    const numbers: number[] = [];
    for (const token of ["archive-sync", "cover-import"]) {
      await manager.goto(`${web()}/residue`);
      numbers.push(await requestRevocation(manager, kofi, [token], "Kofi left."));
      const number = numbers.at(-1) ?? 0;
      await openSigner(manager, own.stack, number);
      await sign(manager, "Sign my request", "Sana's laptop");
    }
    return numbers as [number, number];
  });
  await openSigner(pageOf(aiko), own.stack, stopped);
  await sign(pageOf(aiko), "Sign and approve", "Aiko's YubiKey");
  await manager.goto(`${web()}/requests/${stopped}`);
  await expect(done(manager, "Authority checked")).toBeVisible();
  await countersign(own.stack, "request", "stop", `R-${stopped}`, "--reason", "The archive still runs on it until Friday.");
  await expect(machineLane(manager).getByText("Stopped", { exact: true })).toBeVisible();
  await expect(peopleLane(manager).getByText("The archive still runs on it until Friday.")).toBeVisible();

  await openSigner(pageOf(ben), own.stack, denied);
  await pageOf(ben).getByLabel("Reason, if you deny").fill("The covers are printed from it tonight.");
  await pageOf(ben).getByRole("button", { name: "Deny", exact: true }).click();
  await manager.goto(`${web()}/requests/${denied}`);
  await expect(peopleLane(manager).getByText("The covers are printed from it tonight.")).toBeVisible();
  await expect(manager.getByText("Denied. Nothing was done.").first()).toBeVisible();
  await pageOf(aiko).goto(`${web()}/requests/${denied}`);
  await expect(pageOf(aiko).getByRole("button", { name: "Open the signer’s page" })).toHaveCount(0);

  await manager.goto(`${web()}/requests/${second}`);
  await expect(manager.getByText("All 2 tokens are proven dead.").first()).toBeVisible({ timeout: proofMilliseconds });
  expect(await Promise.all(["press-preview", "press-runner", "archive-sync", "cover-import"].map(knock))).toEqual([401, 401, 200, 200]);
});

test("a vendor that goes down after having worked: its page says what to do, and nothing counts as gone", async () => {
  const admin = pageOf(ada);
  await own.unleash.stop();
  await admin.goto(`${web()}/connections`);
  await admin.getByRole("link", { name: "unleash-press", exact: true }).click();
  await admin.getByRole("button", { name: "Sync unleash-press now" }).click();
  const failing = admin.getByRole("alert").filter({ hasText: "It can’t be read" });
  await expect(failing).toContainText("nothing listens there. Look at the origin's port and whether the system runs");
  await admin.goto(`${web()}/inventory?q=archive-sync`);
  await expect(admin.getByRole("link", { name: "archive-sync" })).toBeVisible();
  await admin.goto(`${web()}/inventory?state=missing`);
  await expect(admin.getByText("No token fits these filters")).toBeVisible();
});

test("signing out ends the session, and whoever the directory makes inactive is out at the next request", async () => {
  const auditor = pageOf(lea);
  await auditor.goto(`${web()}/audit`);
  await expect(auditor.getByRole("heading", { level: 1 })).toBeVisible();
  await sendOverScim(directory, "PATCH", `/Users/${scimIds.get(lea.userName)}`, leaves);
  await auditor.goto(`${web()}/audit`);
  await auditor.waitForURL(/\/sign-in/);

  const manager = pageOf(sana);
  const kept = await manager.context().cookies();
  await manager.getByRole("button", { name: `Signed in as ${sana.displayName}` }).click();
  await manager.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await manager.waitForURL(/\/sign-in/);
  // The cookie of before, kept by somebody, opens nothing either.
  await manager.context().addCookies(kept);
  await manager.goto(`${web()}/residue`);
  await manager.waitForURL(/\/sign-in/);
});
