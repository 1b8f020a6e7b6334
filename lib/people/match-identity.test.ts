import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { matchIdentity } from "./match-identity";
import { unlinkIdentity } from "./unlink-identity";

const database = testDatabase();
const make = facts(database.as("owner"), () => database.clock.now());
const web = () => database.context("web");
const issuer = "https://id.example.com";
const claims = (subject: string, email: string | null = `${subject}@example.com`, emailVerified: boolean | null = true) => ({
  issuer,
  subject,
  email,
  emailVerified,
});

test("a verified address of exactly one active person links the identity, which then holds whatever the address becomes", async () => {
  const person = await make.person({ email: "ada@example.com" });
  expect(await matchIdentity(web(), claims("ada", "Ada@Example.com"))).toEqual({ ok: true, personId: person.id, linkedNow: true });
  expect(await matchIdentity(web(), claims("ada", "other@example.com", false))).toEqual({ ok: true, personId: person.id, linkedNow: false });
  expect(await database.as("web").auditEntry.count({ where: { action: "identity.linked", subjectId: person.id } })).toBe(1);
});

test("someone who got the address later is not the person linked before", async () => {
  const first = await make.person({ email: "reused@example.com" });
  await matchIdentity(web(), claims("first", "reused@example.com"));
  await database.as("owner").person.update({ where: { id: first.id }, data: { status: "departed" } });
  const second = await make.person({ email: "reused@example.com" });
  expect(await matchIdentity(web(), claims("first", "reused@example.com"))).toMatchObject({ ok: false, refusal: "departed" });
  expect(await matchIdentity(web(), claims("second", "reused@example.com"))).toMatchObject({ ok: true, personId: second.id });
});

test.each([
  ["an unverified address", { email: "eve@example.com", emailVerified: false }, "email_unverified"],
  ["an address nobody says is verified", { email: "eve@example.com", emailVerified: null }, "email_unverified"],
  ["no address", { email: null, emailVerified: true }, "not_in_directory"],
  ["an address of nobody", { email: "nobody@example.com", emailVerified: true }, "not_in_directory"],
])("%s is refused, with what to do", async (what, given, refusal) => {
  await make.person({ email: "eve@example.com" });
  const match = await matchIdentity(web(), { issuer, subject: what, ...given });
  expect(match).toMatchObject({ ok: false, refusal, message: expect.stringMatching(/ask/i) });
  expect(await database.as("web").identityLink.count({ where: { subject: what } })).toBe(0);
});

test("the verified owner of an address passes where the unverified one did not; text counts as the provider means it", async () => {
  const person = await make.person({ email: "text@example.com" });
  expect(await matchIdentity(web(), { issuer, subject: "t1", email: "text@example.com", emailVerified: "false" })).toMatchObject({
    refusal: "email_unverified",
  });
  expect(await matchIdentity(web(), { issuer, subject: "t1", email: "text@example.com", emailVerified: "true" })).toMatchObject({ personId: person.id });
});

test.each(["departed", "suspended"] as const)("a %s person is refused as such", async (status) => {
  await make.person({ email: `${status}@example.com`, status });
  expect(await matchIdentity(web(), claims(status))).toMatchObject({ ok: false, refusal: status });
});

test("an address of two active people is nobody's", async () => {
  for (const source of ["scim", "ldap:1"]) await make.person({ source, email: "two@example.com" });
  expect(await matchIdentity(web(), claims("two"))).toMatchObject({ ok: false, refusal: "ambiguous" });
});

test("two first sign-ins at once make one link", async () => {
  const person = await make.person({ email: "twice@example.com" });
  const both = await Promise.all([matchIdentity(web(), claims("twice")), matchIdentity(web(), claims("twice"))]);
  expect(both.map((match) => match.ok && match.linkedNow).sort()).toEqual([false, true]);
  expect(await database.as("web").identityLink.count({ where: { personId: person.id } })).toBe(1);
});

test("an administrator undoes a link and its sessions end; a security manager can't; the collector never matches", async () => {
  const person = await make.person({ email: "undo@example.com" });
  await matchIdentity(web(), claims("undo"));
  const undo = (role: "administrator" | "security_manager") => unlinkIdentity(database.context("web", asPerson(person, role)), { personId: person.id, issuer });
  await expect(undo("security_manager")).rejects.toMatchObject({ code: "Forbidden" });
  await undo("administrator");
  expect(await database.as("web").identityLink.count({ where: { personId: person.id } })).toBe(0);
  await expect(undo("administrator")).rejects.toMatchObject({ code: "NotFound" });
  await expect(matchIdentity(database.context("collector"), claims("undo"))).rejects.toMatchObject({ code: "Forbidden" });
});
