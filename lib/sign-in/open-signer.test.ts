import { expect, test } from "vitest";
import { sha256 } from "../core/canonical";
import type { Actor } from "../core/context";
import type { RoleName } from "../domain/roles";
import { testDatabase } from "../testkit/database";
import { openSigner } from "./open-signer";
import { personIn } from "./testkit/person";

const database = testDatabase();
const subject = "00000000-0000-7000-8000-00000000000a";
const someone = async (roles: RoleName[]): Promise<Actor> => ({ type: "person", id: await personIn(database), displayName: "M", roles, sessionId: "s" });

test("an approver gets a pass of five minutes; the database keeps its hash alone", async () => {
  const { ticket } = await openSigner(database.context("web", await someone(["approver"])), { purpose: "sign", subject });
  const row = await database.as("signer").signerTicket.findUniqueOrThrow({ where: { ticketHash: sha256(ticket) } });
  expect(row).toMatchObject({ purpose: "sign", subject, usedAt: null });
  expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBe(300_000);
});

test("an auditor is not led to signing, and no process or operator is; reading trust is for everyone", async () => {
  const auditor = await someone(["auditor"]);
  await expect(openSigner(database.context("web", auditor), { purpose: "sign", subject })).rejects.toMatchObject({ code: "Forbidden" });
  await expect(openSigner(database.context("web", { type: "operator", name: "root" }), { purpose: "trust", subject: "a".repeat(64) })).rejects.toMatchObject({
    code: "Unauthenticated",
  });
  expect(await openSigner(database.context("web", auditor), { purpose: "trust", subject: "a".repeat(64) })).toHaveProperty("ticket");
});
