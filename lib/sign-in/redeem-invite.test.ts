import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { issueInvite } from "./issue-invite";
import { actorOfSession } from "./queries";
import { deadLink, redeemInvite } from "./redeem-invite";
import { personIn } from "./testkit/person";

const database = testDatabase();
const web = () => database.context("web");

async function linkFor(personId: string): Promise<string> {
  const ctx = web();
  const { link } = await ctx.db.$transaction((tx) => issueInvite(ctx, tx, { id: personId }, "http://localhost:3000"));
  return new URL(link).searchParams.get("token") ?? "";
}

test("a link signs its person in, once", async () => {
  const personId = await personIn(database, { roles: ["approver"] });
  const token = await linkFor(personId);
  const session = await redeemInvite(web(), { token, userAgent: "Firefox" });
  expect(await actorOfSession(web(), session.id)).toMatchObject({ type: "person", id: personId, roles: ["approver"] });
  await expect(redeemInvite(web(), { token })).rejects.toMatchObject({ code: "InvalidInput", message: deadLink });
});

test("of two redemptions at the same moment one wins", async () => {
  const token = await linkFor(await personIn(database));
  const outcomes = await Promise.allSettled([redeemInvite(web(), { token }), redeemInvite(web(), { token })]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("wrong, expired and no longer allowed get the very same answer; what existed is audited, what was invented is not", async () => {
  const expired = await linkFor(await personIn(database));
  database.clock.advance(25 * 3_600_000);
  const leaver = await personIn(database);
  const late = await linkFor(leaver);
  await database.as("owner").person.update({ where: { id: leaver }, data: { status: "departed" } });
  for (const token of ["invented", expired, late])
    await expect(redeemInvite(web(), { token })).rejects.toMatchObject({ code: "InvalidInput", message: deadLink });
  const refusals = await web().db.auditEntry.findMany({ where: { action: "invite.refused" }, orderBy: { id: "asc" } });
  expect(refusals.map(({ detail }) => detail)).toEqual(expect.arrayContaining([{ reason: "expired" }, { reason: "person not active" }]));
  expect(refusals.filter(({ subjectId }) => subjectId === leaver)).toHaveLength(1);
});

test("a refused redemption of an inactive person does not burn the link", async () => {
  const personId = await personIn(database);
  const token = await linkFor(personId);
  await database.as("owner").person.update({ where: { id: personId }, data: { status: "suspended" } });
  await expect(redeemInvite(web(), { token })).rejects.toMatchObject({ message: deadLink });
  await database.as("owner").person.update({ where: { id: personId }, data: { status: "active" } });
  expect(await redeemInvite(web(), { token })).toMatchObject({ personId });
});

test("nobody but the web process redeems", async () => {
  const token = await linkFor(await personIn(database));
  await expect(redeemInvite(database.context("web", { type: "operator", name: "root" }), { token })).rejects.toMatchObject({ code: "Forbidden" });
  expect(await redeemInvite(web(), { token })).toBeTruthy();
});
