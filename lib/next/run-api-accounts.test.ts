import { beforeAll, expect, test } from "vitest";
import { createApiToken } from "../api-tokens/create-api-token";
import type { ApiScope } from "../domain/api-scopes";
import type { RoleName } from "../domain/roles";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { callApi, own } from "./testkit/call-api";

const database = testDatabase();
const call = callApi(database);
const make = () => facts(database.as("owner"), () => database.clock.now());
type Person = Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
let [mira, ada, robot] = [{} as Person, {} as Person, ""];

async function person(displayName: string, role: RoleName): Promise<Person> {
  const made = await make().person({ displayName });
  await database.as("owner").roleGrant.create({ data: { personId: made.id, role, grantedBy: "test", grantedAt: database.clock.now() } });
  return made;
}
const secretOf = async (who: Person, role: RoleName, ...scopes: ApiScope[]) =>
  (await createApiToken(database.context("web", asPerson(who, role)), { name: "script", scopes, days: 1 }, own)).token;

beforeAll(async () => {
  database.clock.set(new Date());
  [mira, ada] = [await person("Mira Koh", "security_manager"), await person("Ada Byron", "token_owner")];
  robot = (await make().account((await make().connection()).id, null, { kind: "service", name: "deploy-bot" })).id;
  await make().finding("orphaned-service-account", { accountId: robot });
});

test("an orphaned account is found, linked and unlinked through the API; its scope alone does it, for whoever's roles allow it", async () => {
  const reads = await secretOf(mira, "security_manager", "read:people", "write:ownership");
  const body = { personId: ada.id, decision: "confirmed", reason: "She runs the deployments." };
  const link = (secret: string, given: object = body) => call(secret, "POST", `/accounts/${robot}/link`, { body: given });
  const refused = await link(reads);
  expect([refused.status, (await refused.json()).detail]).toEqual([403, expect.stringContaining('"write:accounts"')]);
  // A scope that the owner's roles give nothing is refused when the token is made.
  await expect(secretOf(ada, "token_owner", "write:accounts")).rejects.toMatchObject({ code: "InvalidInput" });

  const list = await (await call(reads, "GET", "/accounts?finding=orphaned-service-account&link=unlinked")).json();
  expect(list.data).toMatchObject([{ id: robot, kind: "service", person: null, finding: { rule: "orphaned-service-account" } }]);
  const writes = await secretOf(mira, "security_manager", "read:people", "write:accounts");
  expect((await link(writes)).status).toBe(204);
  expect((await link(writes)).status).toBe(409);
  expect((await link(writes, { ...body, reason: "" })).status).toBe(400);
  expect(await (await call(writes, "GET", `/accounts/${robot}`)).json()).toMatchObject({
    account: { person: { id: ada.id, name: "Ada Byron" }, basis: "decided" },
    decisions: [{ decision: "confirmed", reason: "She runs the deployments.", by: "Mira Koh" }],
    findings: [{ rule: "orphaned-service-account" }],
  });
  const entry = await database.as("web").auditEntry.findFirstOrThrow({ where: { action: "link.confirmed", subjectId: robot } });
  expect([entry.actor, entry.detail]).toEqual([`person:${mira.id}`, expect.objectContaining({ person: ada.id, via: expect.stringMatching(/^api_token:/) })]);
  expect((await link(writes, { ...body, decision: "rejected", reason: "Not any more." })).status).toBe(204);
  expect((await (await call(writes, "GET", `/accounts/${robot}`)).json()).account.person).toBeNull();
});
