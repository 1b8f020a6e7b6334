import { expect, test } from "vitest";
import type { Actor } from "../core/context";
import { testDatabase } from "../testkit/database";
import { endAllSessions, endSession } from "./end-session";
import { actorOfSession, ownSessions } from "./queries";
import { startSession } from "./start-session";
import { personIn } from "./testkit/person";

const database = testDatabase();
const web = () => database.context("web");
const start = (personId: string) => startSession(web(), { personId, method: "link" });
const actorOf = async (sessionId: string): Promise<Actor> => {
  const actor = await actorOfSession(web(), sessionId);
  if (!actor) throw new Error("no such session");
  return actor;
};

test("a person who leaves is out at the next request; the right person still is in", async () => {
  const [leaver, stayer] = [await personIn(database), await personIn(database)];
  const [gone, here] = [await start(leaver), await start(stayer)];
  await database.as("owner").person.update({ where: { id: leaver }, data: { status: "departed" } });
  expect(await actorOfSession(web(), gone.id)).toBeNull();
  expect(await actorOfSession(web(), here.id)).toMatchObject({ id: stayer });
});

test("roles are those of this moment", async () => {
  const personId = await personIn(database, { roles: ["auditor"] });
  const { id } = await start(personId);
  expect(await actorOf(id)).toMatchObject({ roles: ["auditor"] });
  await web().db.roleGrant.delete({ where: { personId_role: { personId, role: "auditor" } } });
  expect(await actorOf(id)).toMatchObject({ roles: [] });
});

test("a session ends after twelve hours, at sign-out, and everywhere at once", async () => {
  const personId = await personIn(database);
  const [first, second, third] = [await start(personId), await start(personId), await start(personId)];
  await endSession(database.context("web", await actorOf(first.id)));
  expect(await actorOfSession(web(), first.id)).toBeNull();
  const actor = await actorOf(second.id);
  expect(await ownSessions(database.context("web", actor))).toHaveLength(2);
  expect(await endAllSessions(database.context("web", actor), { personId })).toBe(2);
  expect(await actorOfSession(web(), third.id)).toBeNull();
  const fresh = await start(personId);
  database.clock.advance(12 * 3_600_000);
  expect(await actorOfSession(web(), fresh.id)).toBeNull();
});

test("others' sessions end by an administrator's hand only", async () => {
  const [victim, colleague, boss] = [await personIn(database), await personIn(database), await personIn(database, { roles: ["administrator"] })];
  const session = await start(victim);
  const as = async (personId: string) => database.context("web", await actorOf((await start(personId)).id));
  await expect(endAllSessions(await as(colleague), { personId: victim })).rejects.toMatchObject({ code: "Forbidden" });
  expect(await actorOfSession(web(), session.id)).not.toBeNull();
  expect(await endAllSessions(await as(boss), { personId: victim })).toBe(1);
  expect(await actorOfSession(web(), session.id)).toBeNull();
});

test("no session starts for somebody suspended or departed, and none without the web process", async () => {
  for (const status of ["suspended", "departed"] as const)
    await expect(start(await personIn(database, { status }))).rejects.toMatchObject({ code: "Forbidden" });
  const personId = await personIn(database);
  await expect(startSession(database.context("web", { type: "operator", name: "root" }), { personId, method: "link" })).rejects.toMatchObject({
    code: "Forbidden",
  });
  expect(await start(personId)).toMatchObject({ personId });
});

test("what is no session id is nobody", async () => {
  expect(await actorOfSession(web(), "' or true --")).toBeNull();
});
