import { writeFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { done, machineLane, newPassphrase, peopleLane, requestRevocation, untilKnown } from "./support/acts";
import { hire, leave } from "./support/directory";
import { test } from "./support/sample";
import { countersign, proofMilliseconds, runScript } from "./support/stack";
import { type ApiToken, DoorWatch, Unleash } from "./support/unleash";

// The same story where there are no passkeys: both sign on a terminal, with key files under a passphrase.

test("a request signed with file keys on the command line is carried out and proven, never while Unleash still answers 200", async ({
  sample,
  signIn,
}, info) => {
  const unleash = await Unleash.of(sample);
  const omar = await hire(sample, "Omar Diaz");
  const mark = omar.userName.slice(-4);
  const [token] = (await unleash.tokensOf(omar, [{ name: `dock-slots-${mark}`, environment: "development" }])) as [ApiToken];
  const mira = await signIn("mira.koh");
  await untilKnown(mira, sample, token.tokenName);
  await leave(sample, omar);
  await mira.goto(`${sample.origins.web}/residue?q=${encodeURIComponent(omar.displayName)}`);
  const number = await requestRevocation(mira, omar, [token.tokenName], "Omar left.");

  const passphraseFile = info.outputPath("passphrase");
  await writeFile(passphraseFile, await newPassphrase(sample));
  const key = async (userName: string) => {
    const file = info.outputPath(`${userName}.key`);
    await countersign(sample, "key", "create", file, "--name", `${userName} ${mark}`, "--passphrase-file", passphraseFile);
    await countersign(sample, "key", "enrol", file, "--person", userName, "--passphrase-file", passphraseFile);
    return file;
  };
  const sign = (file: string) =>
    runScript(sample, "scripts/countersign.mjs", ["sign", `R-${number}`, "--key", file, "--passphrase-file", passphraseFile, "--yes"]);
  const [miras, aikos] = [await key("mira.koh"), await key("aiko.sato")];
  await expect(countersign(sample, "sign", `R-${number}`, "--key", aikos, "--passphrase-file", passphraseFile), "nothing is signed unread").rejects.toThrow(
    "Read the statement and add --yes.",
  );

  const door = new DoorWatch(unleash, token.secret);
  expect(await sign(miras)).toContain(`You signed R-${number} as its requester.`);
  await expect(peopleLane(mira).getByText(`File key “mira.koh ${mark}”.`)).toBeVisible();
  expect(await sign(aikos)).toContain(`You signed R-${number}.`);

  await expect(machineLane(mira).getByText("That is not proof.")).toBeVisible();
  await expect(done(mira, "Proven dead")).toBeVisible({ timeout: proofMilliseconds });
  const claimed = Date.now();
  expect(claimed - (door.lastLetIn() ?? claimed), "proof takes 30 s of refusals").toBeGreaterThan(25_000);
  await door.stop();
  expect(door.answers.at(-1)?.status).toBe(401);
  await expect(sign(aikos)).rejects.toThrow(/Nothing is left to sign/);
});
