import { readFile, writeFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import { done, fileRequest, machineLane, openSigner, peopleLane, registerPasskey, requestRevocation, sign, untilKnown } from "./support/acts";
import { addAuthenticator } from "./support/authenticator";
import { keepSeen } from "./support/canaries";
import { asOwner } from "./support/database";
import { hire, leave, type NewPerson } from "./support/directory";
import { Leaks, scan } from "./support/leaks";
import { lookAt } from "./support/look";
import { test } from "./support/sample";
import { countersign, proofMilliseconds, type Stack } from "./support/stack";
import { type ApiToken, DoorWatch, Unleash } from "./support/unleash";

// The story of the product, on real systems: a real Unleash, a real PostgreSQL, every process, a real browser for each person.

/** A change in the directory stands on Residue within this. */
const residueMilliseconds = 10_000;
const reason = "Nora left; nothing of hers should go on opening Unleash.";

test("a departed person's live tokens are found, signed off by people, revoked by a machine and proven dead", async ({ sample, signIn }, info) => {
  const unleash = await Unleash.of(sample);
  const nora = await hire(sample, "Nora Vance");
  const mark = nora.userName.slice(-4);
  const [standard, critical] = (await unleash.tokensOf(nora, [
    { name: `rate-cards-${mark}`, environment: "development" },
    { name: `rate-engine-${mark}`, environment: "production" },
  ])) as [ApiToken, ApiToken];
  const keys = { mira: `Mira's laptop ${mark}`, aiko: `Aiko's key ${mark}`, ben: `Ben's key ${mark}` };
  const reread = unleash.lastReread();
  const mira = await signIn("mira.koh");

  await test.step("the directory says that she left, and Residue shows what of hers still works", async () => {
    await untilKnown(mira, sample, critical.tokenName);
    await residueOf(mira, sample, nora);
    await expect(mira.getByText("Nobody fits these filters")).toBeVisible();
    await leave(sample, nora);
    const left = Date.now();
    await expect(mira.getByRole("checkbox", { name: `Select ${critical.tokenName} of ${nora.displayName}` })).toBeVisible({ timeout: residueMilliseconds });
    await expect(mira.getByRole("checkbox", { name: `Select ${standard.tokenName} of ${nora.displayName}` })).toBeVisible();
    info.annotations.push({ type: "from the directory's word to Residue", description: `${Date.now() - left} ms` });
    expect(await Promise.all([standard, critical].map(({ secret }) => unleash.knock(secret)))).toEqual([200, 200]);
  });

  const leaks = await Leaks.of(critical.secret);
  await test.step("one of them stands in a repository, a chat and a ticket: one exposure in three places, tried once somebody allows it, and it opens", async () => {
    const tomas = await signIn("tomas.lindqvist");
    await tomas.goto(`${sample.origins.web}/connections`);
    await tomas.getByRole("list", { name: "Connections" }).getByRole("link", { name: "Unleash", exact: true }).first().click();
    await tomas.getByRole("button", { name: "Try found secrets here" }).click();
    await expect(tomas.getByRole("heading", { name: "Secrets found elsewhere are tried here" })).toBeVisible();
    await lookAt(tomas, "connection-checks");
    const said = [await scan(sample, leaks.repository.folder), await scan(sample, leaks.at("slack.zip")), await scan(sample, leaks.at("jira.xml"))];
    for (const answer of said) {
      expect(answer).toContain("1 secret was found.");
      await keepSeen(sample, "what countersign scan says", answer);
    }
    expect(await exposureOf(sample, critical)).toEqual({
      status: "open",
      validity: "valid",
      severity: "critical",
      by: "hmac_sha256",
      places: ["chat #rates", "code deploy.env", "ticket OPS-41 description"],
    });
    await expect.poll(() => exposedFinding(sample, critical)).toBe("open critical");
  });

  await test.step("its page files a request for the token; withdrawn, it waits for nobody", async () => {
    const { id } = await triesOf(sample, critical);
    await mira.goto(`${sample.origins.web}/exposure/${id}`);
    const filed = await fileRequest(mira, [critical.tokenName], "It stands in a chat.");
    await mira.getByRole("button", { name: "Withdraw", exact: true }).click();
    await mira.getByRole("dialog").getByLabel("Reason").fill("Both of hers go together.");
    await mira.getByRole("button", { name: "Withdraw the request" }).click();
    await expect(mira.getByText(`R-${filed} is withdrawn. Nothing was revoked.`)).toBeVisible();
    await residueOf(mira, sample, nora);
  });

  const number = await test.step("the security manager requests revocation and signs her own request", async () => {
    const filed = await requestRevocation(mira, nora, [standard.tokenName, critical.tokenName], reason);
    await expect(peopleLane(mira).getByText("Unsigned, it needs one more approver.")).toBeVisible();
    await addAuthenticator(mira);
    await openSigner(mira, sample, filed);
    await registerPasskey(mira, sample, filed, keys.mira);
    await sign(mira, "Sign my request", keys.mira);
    await mira.getByRole("link", { name: `Go back to R-${filed}` }).click();
    await expect(peopleLane(mira).getByText("Signed by the requester")).toBeVisible();
    return filed;
  });

  const aiko = await signIn("aiko.sato");
  const ben = await signIn("ben.ortiz");
  await test.step("an approver registers a passkey and reads the same statement on the signer's own origin", async () => {
    await addAuthenticator(aiko);
    await aiko.goto(`${sample.origins.web}/requests?view=mine`);
    await aiko.getByRole("link", { name: `R-${number}` }).click();
    const digest = ((await aiko.getByRole("button", { name: "Copy statement digest" }).textContent()) ?? "").replace(/\s/g, "");
    await openSigner(aiko, sample, number);
    await registerPasskey(aiko, sample, number, keys.aiko);
    await expect(aiko.getByText(`“${reason}”`)).toBeVisible();
    await expect(aiko.getByText("What can't be known")).toBeVisible();
    for (const { tokenName } of [standard, critical]) await expect(aiko.getByText(tokenName, { exact: true })).toBeVisible();
    const shown = await aiko
      .getByRole("definition")
      .filter({ hasText: /^(\w{4} ){15}\w{4}$/ })
      .first()
      .textContent();
    const signed = (shown ?? "").replace(/\s/g, "");
    expect(signed.startsWith(digest.slice(0, 12))).toBe(true);
  });
  await test.step("the second approver gets ready", async () => {
    await addAuthenticator(ben);
    await openSigner(ben, sample, number);
    await registerPasskey(ben, sample, number, keys.ben);
  });

  // Unleash must go on trusting what it says is deleted, so that the page has something to be honest about.
  await unleash.untilItTrusts(await reread, 40_000);
  const doors = [new DoorWatch(unleash, standard.secret), new DoorWatch(unleash, critical.secret)] as const;

  await test.step("one approver is enough for the standard token; the critical one waits for another group", async () => {
    await sign(aiko, "Sign and approve", keys.aiko);
    await mira.goto(`${sample.origins.web}/requests/${number}`);
    await chooseToken(mira, standard);
    await expect(done(mira, "Authority checked")).toBeVisible();
    await chooseToken(mira, critical);
    await expect(machineLane(mira).getByText("Waits for authority")).toBeVisible();
    expect(await unleash.knock(critical.secret)).toBe(200);
  });
  await test.step("the second approver, of another group, signs", () => sign(ben, "Sign and approve", keys.ben));

  await test.step("Unleash says “deleted” and still lets the token in, and the page says so", async () => {
    await chooseToken(mira, standard);
    await expect(done(mira, "Acted")).toBeVisible();
    await expect(machineLane(mira).getByText("That is not proof.")).toBeVisible();
    await expect(machineLane(mira).getByText("the token still opens")).toBeVisible();
    expect(await unleash.knock(standard.secret)).toBe(200);
    await expect(done(mira, "Proven dead")).toHaveCount(0);
  });

  await test.step("proven dead, and never while Unleash still let the token in", async () => {
    for (const [n, token] of [standard, critical].entries()) {
      await chooseToken(mira, token);
      await expect(done(mira, "Proven dead")).toBeVisible({ timeout: proofMilliseconds });
      const claimed = Date.now();
      const door = doors[n as 0 | 1];
      const letIn = door.lastLetIn();
      expect(letIn, "the door was watched while it was open").not.toBeNull();
      expect(claimed - (letIn ?? 0), "proof takes 30 s of refusals").toBeGreaterThan(25_000);
      expect(await unleash.knock(token.secret)).toBe(401);
      info.annotations.push({ type: `${token.tokenName}: last let in before it was called dead`, description: `${claimed - (letIn ?? 0)} ms` });
      await expect(mira.getByRole("listitem").filter({ hasText: "Tried the token: refused 401" })).not.toHaveCount(0);
    }
    await expect(mira.getByText("All 2 tokens are proven dead.").first()).toBeVisible();
    await lookAt(mira, "request-proven");
    for (const door of doors) {
      await door.stop();
      const shut = door.answers.findIndex(({ status }) => status !== 200);
      expect(door.answers.slice(shut).filter(({ status }) => status === 200)).toEqual([]);
    }
  });

  await test.step("the findings close with that as their evidence", async () => {
    await chooseToken(mira, critical);
    await mira.getByRole("link", { name: critical.tokenName, exact: true }).last().click();
    await expect(mira.getByText("closed, proven").first()).toBeVisible();
    await residueOf(mira, sample, nora);
    await expect(mira.getByRole("checkbox", { name: `Select ${critical.tokenName} of ${nora.displayName}` })).toHaveCount(0);
  });

  await test.step("so does the exposure, and its clock stops; pasted again it is tried once more, and what is dead stays closed", async () => {
    const closed = { status: "closed_proven", validity: "invalid", by: "hmac_sha256" };
    expect(await exposureOf(sample, critical)).toMatchObject(closed);
    expect(await exposedFinding(sample, critical)).toBe("closed_proven critical");
    const proven = await triesOf(sample, critical);
    expect(proven).toMatchObject({ closed: expect.any(Date), from: "proven dead", again: null });
    await leaks.chat("slack-again.zip", critical.secret);
    await scan(sample, leaks.at("slack-again.zip"));
    const tried = await triesOf(sample, critical);
    expect(tried).toMatchObject({ closed: proven.closed, from: expect.stringMatching(/^tried at /), tries: proven.tries + 1, again: null });
    expect(tried.at.getTime()).toBeGreaterThan(proven.at.getTime());
    expect(await exposureOf(sample, critical)).toMatchObject({
      ...closed,
      places: ["chat #rates", "chat #rates", "code deploy.env", "ticket OPS-41 description"],
    });
    await mira.goto(`${sample.origins.web}/exposure/${tried.id}`);
    for (const stage of ["First visible", "Detected", "Decided", "Acted", "Proven dead"])
      await expect(
        mira
          .locator("ol > li")
          .filter({ has: mira.getByText(stage, { exact: true }) })
          .locator("time")
          .first(),
      ).toBeVisible();
    await expect(mira.getByText(/tried at /).first()).toBeVisible();
  });

  await test.step("the log verifies offline, and a copy that was tampered with does not", () => verifyLog(sample));
});

async function residueOf(page: Page, stack: Stack, person: NewPerson): Promise<void> {
  await page.goto(`${stack.origins.web}/residue?q=${encodeURIComponent(person.displayName)}`);
}

/** Chooses one token of a request with several; the machine's lane is that one's. */
async function chooseToken(page: Page, { tokenName }: ApiToken): Promise<void> {
  await page.getByRole("navigation", { name: "Tokens of this request" }).getByRole("link", { name: tokenName }).click();
  await expect(page.getByRole("navigation", { name: "Tokens of this request" }).locator('[aria-current="true"]')).toContainText(tokenName);
}

/** The exposure of a token's secret, and where it was seen. */
async function exposureOf(stack: Stack, { tokenName }: ApiToken): Promise<unknown> {
  return asOwner(stack, async (client) => {
    const { rows } = await client.query(
      `select e.status, e.validity, e.severity, e.matched_by as by, array_agg(o.channel || ' ' || o.path order by o.channel::text, o.path) as places
       from exposure e join token t on t.id = e.token_id join occurrence o on o.exposure_id = e.id where t.name = $1 group by e.id`,
      [tokenName],
    );
    expect(rows).toHaveLength(1);
    return rows[0];
  });
}

/** When the exposure of a token's secret was closed, what its validity rests on and since when, how often it was tried, and when it is again. */
async function triesOf(
  stack: Stack,
  { tokenName }: ApiToken,
): Promise<{ id: string; closed: Date | null; at: Date; from: string; tries: number; again: Date | null }> {
  return asOwner(stack, async (client) => {
    const { rows } = await client.query(
      `select e.id, e.closed_at as closed, e.validity_at as at, e.validity_from as "from", e.retry_at as again,
         (select count(*)::int from audit_entry a where a.action = 'exposure.checked' and a.subject_id = e.id::text) as tries
       from exposure e join token t on t.id = e.token_id where t.name = $1`,
      [tokenName],
    );
    expect(rows).toHaveLength(1);
    return rows[0];
  });
}

/** What the rule about exposed secrets says of a token. */
async function exposedFinding(stack: Stack, { tokenName }: ApiToken): Promise<string> {
  return asOwner(stack, async (client) => {
    const { rows } = await client.query(
      `select f.status || ' ' || f.severity as said from finding f join token t on t.id = f.token_id where t.name = $1 and f.rule = 'exposed'`,
      [tokenName],
    );
    return rows[0]?.said ?? "none";
  });
}

async function verifyLog(stack: Stack): Promise<void> {
  const [file, forged] = [test.info().outputPath("audit.ndjson"), test.info().outputPath("forged.ndjson")];
  const { key } = z.object({ key: z.string() }).parse(await countersign(stack, "audit", "key"));
  // The executor seals every few seconds: the export must hold the proof.
  await expect(async () => {
    await countersign(stack, "audit", "export", "--out", file);
    expect(await readFile(file, "utf8")).toContain("execution.proven");
  }).toPass();
  const text = await readFile(file, "utf8");
  await keepSeen(stack, "audit export", text);
  expect(await countersign(stack, "audit", "verify", file, "--key", key)).toMatchObject({ ok: true });
  const lines = text.split("\n");
  const filed = lines.findLastIndex((line) => line.includes('"request.filed"'));
  expect(filed).toBeGreaterThan(0);
  await writeFile(forged, lines.with(filed, (lines[filed] ?? "").replace('"request.filed"', '"request.found"')).join("\n"));
  await expect(countersign(stack, "audit", "verify", forged, "--key", key)).rejects.toThrow(new RegExp(`"line": ${filed + 1}\\b`));
}
