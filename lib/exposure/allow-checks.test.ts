import { expect, test } from "vitest";
import { checkers } from "../connectors/checkers";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { allowChecks, checksOf } from "./allow-checks";
import { checkCalls } from "./check-calls";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());

test("an administrator allows and withdraws it; others may read and not decide; where no harmless call is known nobody can", async () => {
  const person = await make().person();
  const [administrator, manager] = (["administrator", "security_manager"] as const).map((role) => database.context("web", asPerson(person, role)));
  if (!administrator || !manager) throw new Error("no contexts");
  const { id: connectionId } = await make().connection();
  expect(await checksOf(manager, connectionId)).toMatchObject({ allowed: false, call: expect.stringContaining("GET /api/client/features") });
  await expect(allowChecks(manager, { connectionId, allowed: true })).rejects.toMatchObject({ code: "Forbidden" });
  await allowChecks(administrator, { connectionId, allowed: true });
  await allowChecks(administrator, { connectionId, allowed: true });
  expect(await checksOf(manager, connectionId)).toMatchObject({ allowed: true });
  await allowChecks(administrator, { connectionId, allowed: false });
  expect(await checksOf(manager, connectionId)).toMatchObject({ allowed: false });
  const entries = await database
    .as("owner")
    .auditEntry.findMany({ where: { subjectId: connectionId, action: { startsWith: "checks." } }, orderBy: { id: "asc" } });
  expect(entries.map(({ action }) => action)).toEqual(["checks.allowed", "checks.withdrawn"]);
  const { id: imported } = await make().connection({ connector: "import", origin: "import:x" });
  await expect(allowChecks(administrator, { connectionId: imported, allowed: true })).rejects.toMatchObject({ code: "Conflict" });
  expect(await checksOf(manager, imported)).toBeNull();
});

test("each call that is told is made by a checker, and none is made that is not told", () => {
  expect(Object.keys(checkCalls).sort()).toEqual(Object.keys(checkers).sort());
});
