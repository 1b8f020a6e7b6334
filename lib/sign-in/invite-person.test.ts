import { expect, test } from "vitest";
import { sha256 } from "../core/canonical";
import type { Actor } from "../core/context";
import { testDatabase } from "../testkit/database";
import { invitePerson } from "./invite-person";

const database = testDatabase();
const origin = "https://countersign.example.com";
const operator = () => database.context("owner", { type: "operator", name: "root" });

test("adds an unknown person with the role and keeps only the link's hash", async () => {
  const invited = await invitePerson(operator(), { email: "Ada@Example.com", roles: ["administrator"], origin });
  expect(invited).toMatchObject({ created: true, displayName: "ada@example.com" });
  expect(invited.link).toMatch(/^https:\/\/countersign\.example\.com\/sign-in\/link\?token=[\w-]{43}$/);
  const token = new URL(invited.link).searchParams.get("token") ?? "";
  const [row] = await database.as("web").invite.findMany();
  expect(row).toMatchObject({ tokenHash: sha256(token), personId: invited.personId, createdBy: "operator:root", usedAt: null });
  expect((row?.expiresAt.getTime() ?? 0) - database.clock.now().getTime()).toBe(86_400_000);
  expect(await database.as("web").person.findUnique({ where: { id: invited.personId } })).toMatchObject({ source: "operator", email: "ada@example.com" });
  const actions = (await database.as("web").auditEntry.findMany({ orderBy: { id: "asc" } })).map((entry) => entry.action);
  expect(actions).toEqual(["person.added", "role.granted", "invite.created"]);
});

test("a known person gets a second link and no second role", async () => {
  const invited = await invitePerson(operator(), { email: "ada@example.com", roles: ["administrator"], origin });
  expect(invited.created).toBe(false);
  expect(await database.as("web").roleGrant.count({ where: { personId: invited.personId } })).toBe(1);
});

test("somebody who left gets none", async () => {
  const { personId } = await invitePerson(operator(), { userName: "left", origin });
  await database.as("owner").person.update({ where: { id: personId }, data: { status: "departed" } });
  await expect(invitePerson(operator(), { userName: "left", origin })).rejects.toMatchObject({ code: "Conflict" });
});

test("neither a machine nor a person without the role may invite", async () => {
  const auditor: Actor = { type: "person", id: "p", displayName: "P", roles: ["auditor"], sessionId: "s" };
  const machine: Actor = { type: "process", name: "web" };
  for (const actor of [auditor, machine])
    await expect(invitePerson(database.context("owner", actor), { userName: "x", origin })).rejects.toMatchObject({ code: "Forbidden" });
});

test("a nameless invitation says what is missing", async () => {
  await expect(invitePerson(operator(), { origin })).rejects.toThrow("give an e-mail address or a user name");
});
