import { expect, test } from "vitest";
import { checkers } from "../connectors/checkers";
import { small } from "../connectors/declarative/testkit/small";
import { kinds } from "../detection/secrets/catalog";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { allowChecks, checksOf } from "./allow-checks";
import { checkCallsOf, checkedConnectors } from "./check-calls";
import { kindsAt } from "./check-kinds";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());

test("an administrator allows and withdraws each class; others may read and not decide; where no harmless call is known nobody can", async () => {
  const person = await make().person();
  const [administrator, manager] = (["administrator", "security_manager"] as const).map((role) => database.context("web", asPerson(person, role)));
  if (!administrator || !manager) throw new Error("no contexts");
  const { id: connectionId } = await make().connection({ connector: "github" });
  const pat = { connectionId, class: "personal_access_token" as const };
  const said = async () => (await checksOf(manager, connectionId))?.classes.map(({ class: name, allowed }) => [name, allowed?.by ?? null]);
  expect(await checksOf(manager, connectionId)).toMatchObject({ tries: 0, most: 60, restUntil: null });
  expect((await checksOf(manager, connectionId))?.classes[0]?.call).toContain("GET /rate_limit");
  await expect(allowChecks(manager, { ...pat, allowed: true })).rejects.toMatchObject({ code: "Forbidden" });
  await allowChecks(administrator, { ...pat, allowed: true });
  await allowChecks(administrator, { ...pat, allowed: true });
  expect(await said()).toEqual([
    ["personal_access_token", person.displayName],
    ["oauth_grant", null],
    ["ephemeral_secret", null],
  ]);
  await allowChecks(administrator, { ...pat, allowed: false });
  expect(await said()).toContainEqual(["personal_access_token", null]);
  const entries = await database
    .as("owner")
    .auditEntry.findMany({ where: { subjectId: connectionId, action: { startsWith: "checks." } }, orderBy: { id: "asc" } });
  expect(entries.map(({ action, detail }) => [action, (detail as { class: string }).class])).toEqual([
    ["checks.allowed", "personal_access_token"],
    ["checks.withdrawn", "personal_access_token"],
  ]);
  await expect(allowChecks(administrator, { connectionId, class: "deploy_key", allowed: true })).rejects.toMatchObject({ code: "Conflict" });
  const { id: imported } = await make().connection({ connector: "import", origin: "import:x" });
  await expect(allowChecks(administrator, { connectionId: imported, class: "api_key", allowed: true })).rejects.toMatchObject({ code: "Conflict" });
  expect(await checksOf(manager, imported)).toBeNull();
});

test("a declared system is tried by its own door, for the class it declares; one without a door is not", async () => {
  const declaration = small();
  expect(checkCallsOf("declarative", { declaration })).toEqual({ api_key: expect.stringContaining("GET /me with the secret itself") });
  expect(checkCallsOf("declarative", { declaration: { ...declaration, probe: { cannot: "It has no door." } } })).toEqual({});
  expect(checkCallsOf("declarative", { declaration: { format: "another" } })).toEqual({});
});

test("each call that is told is made by a checker, and none is made that is not told; each kind is one that is found, of a class that can be tried", () => {
  expect([...checkedConnectors].sort()).toEqual(Object.keys(checkers).sort());
  for (const { kind, connector, class: tokenClass } of kindsAt) {
    expect([kind, kinds.get(kind)?.tokenClass]).toEqual([kind, expect.any(String)]);
    expect(checkCallsOf(connector, {})[tokenClass]).toBeTruthy();
  }
});
