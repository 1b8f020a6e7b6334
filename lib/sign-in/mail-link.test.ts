import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { type Mail, mailLink } from "./mail-link";
import { redeemInvite } from "./redeem-invite";
import { personIn } from "./testkit/person";

const database = testDatabase();

async function ask(email: string): Promise<Mail[]> {
  const sent: Mail[] = [];
  await mailLink(database.context("web"), { email }, { origin: "https://c.example", send: async (mail) => void sent.push(mail) });
  return sent;
}

test("an active person's address gets a link that works; unknown, departed and shared addresses get nothing and no other answer", async () => {
  const personId = await personIn(database, { email: "mira@example.com" });
  await personIn(database, { email: "gone@example.com", status: "departed" });
  await personIn(database, { email: "both@example.com" });
  await personIn(database, { email: "both@example.com" });
  const [mail] = await ask("MIRA@example.com");
  const token = /token=(\S+)/.exec(mail?.text ?? "")?.[1] ?? "";
  expect(await redeemInvite(database.context("web"), { token })).toMatchObject({ personId });
  for (const address of ["nobody@example.com", "gone@example.com", "both@example.com"]) expect(await ask(address)).toEqual([]);
});

test("three links at once, then none until the first have run out", async () => {
  await personIn(database, { email: "often@example.com" });
  const sent = [];
  for (let n = 0; n < 5; n++) sent.push(...(await ask("often@example.com")));
  expect(sent).toHaveLength(3);
  database.clock.advance(16 * 60_000);
  expect(await ask("often@example.com")).toHaveLength(1);
});
