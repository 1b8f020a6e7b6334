import { afterAll, beforeAll, expect, test } from "vitest";
import { setPersonStatus } from "../../lib/people/set-person-status";
import { testDatabase } from "../../lib/testkit/database";
import { saveTrustWorld } from "../../lib/trust/testkit/save-world";
import { effectsOn, executionsOf, fileRequest, honestRequest, sign } from "./testkit/requests";
import { createWorld, type World, type WorldPerson } from "./testkit/world";

const database = testDatabase();
let world: World;
beforeAll(async () => {
  world = await createWorld(database);
});
afterAll(() => world.close());

const turn = async ({ id }: Pick<WorldPerson, "id">, status: "active" | "departed") => {
  database.clock.advance(1000);
  await setPersonStatus(database.context("collector"), { personId: id, status, at: null, source: "scim: test" });
  database.clock.advance(1000);
};
const look = async () => (await world.executor()).tick();
const group = (name: string, members: WorldPerson[]) => ({ type: "countersign/approver-group", group: name, members: members.map(({ id }) => id) }) as const;

/** A request for a harmless token that Rita filed and `approver` signed, and what came of it. */
async function approvedBy(approver: WorldPerson) {
  const { request, token } = await honestRequest(world, { approvers: [approver] });
  await look();
  const [execution] = await executionsOf(world, request);
  const check = await database.as("web").targetCheck.findFirst({ where: { requestId: request.id } });
  return { refusal: execution?.refusal ?? null, waits: check?.waitsFor ?? null, effects: (await effectsOn(world, token)).length };
}

test("who left and came back approves nothing until key and membership are signed anew; who stayed still does", async () => {
  const { trust, people } = world;
  const { root, ada, ben, cleo } = people;
  await look();
  await turn(ada, "departed");
  expect(await approvedBy(ada)).toEqual({ refusal: "signer_departed", waits: null, effects: 0 });
  await turn(ada, "active");
  expect(await approvedBy(ada)).toEqual({ refusal: "signer_returned", waits: null, effects: 0 });
  expect(await approvedBy(ben)).toEqual({ refusal: null, waits: null, effects: 1 });

  // A new key alone: she belongs to no group any more.
  const key = trust.enrol(ada.id, [root.key, ben.key]);
  await saveTrustWorld(database, trust);
  const renewed = { id: ada.id, key };
  expect(await approvedBy(renewed)).toEqual({ refusal: null, waits: "not_enough_groups", effects: 0 });
  database.clock.advance(1000);
  trust.establish(group("security", [ada, cleo]), root.key, ben.key);
  await saveTrustWorld(database, trust);
  expect(await approvedBy(renewed)).toEqual({ refusal: null, waits: null, effects: 1 });
});

test("the executor remembers a departure whose row is taken away, also over a restart", async () => {
  const { cleo, rita, ben } = world.people;
  await look();
  await turn(cleo, "departed");
  await look();
  await turn(cleo, "active");
  await database.as("owner").personStatusChange.deleteMany({ where: { personId: cleo.id } });
  const token = await world.token({ environment: "production" });
  const request = await fileRequest(world, [token]);
  await sign(world, request, rita, { kind: "request" });
  await sign(world, request, ben);
  await sign(world, request, cleo);
  await look();
  expect(await executionsOf(world, request)).toMatchObject([{ status: "refused", refusal: "signer_returned" }]);
  expect(await effectsOn(world, token)).toEqual([]);
});
