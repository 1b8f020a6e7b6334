import { expect, test } from "vitest";
import { sha256 } from "../core/canonical";
import type { Actor } from "../core/context";
import type { RoleName } from "../domain/roles";
import { testDatabase } from "../testkit/database";
import { openSigner } from "./open-signer";
import { startSession } from "./start-session";
import { personIn } from "./testkit/person";

const database = testDatabase();
const subject = "00000000-0000-7000-8000-00000000000a";
async function someone(roles: RoleName[]): Promise<Actor & { sessionId: string }> {
  const id = await personIn(database);
  const session = await startSession(database.context("web"), { personId: id, method: "link" });
  return { type: "person", id, displayName: "M", roles, sessionId: session.id };
}

test("an approver gets a pass of five minutes; the database keeps its hash alone", async () => {
  const approver = await someone(["approver"]);
  const { ticket } = await openSigner(database.context("web", approver), { purpose: "sign", subject });
  const row = await database.as("signer").signerTicket.findUniqueOrThrow({ where: { ticketHash: sha256(ticket) } });
  expect(row).toMatchObject({ purpose: "sign", subject, sessionId: approver.sessionId, usedAt: null });
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
