import { beforeAll, beforeEach, expect, test } from "vitest";
import { createApiToken } from "../api-tokens/create-api-token";
import type { ApiScope } from "../domain/api-scopes";
import type { RoleName } from "../domain/roles";
import { evaluateSuggestions } from "../suggestions/evaluate-suggestions";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { callApi, own } from "./testkit/call-api";

// Ownership, attestations and views through the API: the same verbs as the pages, and of a token's scopes and its owner's roles the less.

const database = testDatabase();
const call = callApi(database);
const make = () => facts(database.as("owner"), () => database.clock.now());
type Person = Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
let connection: string;
let mira: Person;
let ada: Person;
let ben: Person;

async function person(name: string, ...roles: RoleName[]): Promise<Person> {
  const made = await make().person({ displayName: name, userName: crypto.randomUUID() });
  for (const role of roles)
    await database.as("owner").roleGrant.create({ data: { personId: made.id, role, grantedBy: "test", grantedAt: database.clock.now() } });
  return made;
}
const secretOf = async (who: Person, role: RoleName, ...scopes: ApiScope[]) =>
  (await createApiToken(database.context("web", asPerson(who, role)), { name: "script", scopes, days: 1 }, own)).token;
const json = async (answer: Promise<Response>) => {
  const response = await answer;
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
};

beforeAll(async () => {
  database.clock.set(new Date());
  connection = (await make().connection({ connector: "import" })).id;
  mira = await person("Mira Koh", "security_manager");
  ada = await person("Ada Lovelace", "token_owner");
  ben = await person("Ben Ortiz", "token_owner");
});
beforeEach(() => database.clock.advance(1000));

async function suggestedFor(who: Person): Promise<string> {
  const account = await make().account(connection, who.id);
  const { id } = await make().token(connection, { creatorAccountId: account.id, imported: true });
  const ctx = database.context("collector");
  await ctx.db.$transaction((tx) => evaluateSuggestions(tx, ctx, [id]));
  return id;
}
const gapItem = async (secret: string, token: string) => {
  const { body } = await json(call(secret, "GET", "/ownership/gaps?gap=suggested_only&limit=200"));
  const row = body.data.find((each: { token: string }) => each.token === token);
  return { token, version: row.version };
};
async function owned(by: Person): Promise<string> {
  const { id } = await make().token(connection, { imported: true, issuedAt: new Date(database.clock.now().getTime() - 400 * 86_400_000) });
  await database.as("owner").ownership.create({ data: { tokenId: id, personId: by.id, state: "confirmed", setBy: "test", setAt: database.clock.now() } });
  return id;
}
const ownerOf = (tokenId: string) => database.as("web").ownership.findUnique({ where: { tokenId } });

test("a manager's token with the scope of owners accepts, rejects and undoes suggestions; with that of answers alone it decides about its owner and nobody else", async () => {
  const token = await suggestedFor(ada);
  const answersOnly = await secretOf(mira, "security_manager", "read:inventory", "write:attestations");
  const items = [await gapItem(answersOnly, token)];
  const refused = await json(call(answersOnly, "POST", "/suggestions/acceptance", { body: { items } }));
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining("suggests somebody else")]);
  expect((await ownerOf(token))?.state).toBe("suggested");
  expect((await json(call(answersOnly, "POST", "/suggestions/correction", { body: { items, person: ben.id } }))).status).toBe(403);

  const both = await secretOf(mira, "security_manager", "read:inventory", "write:attestations", "write:ownership");
  expect(await json(call(both, "POST", "/suggestions/acceptance", { body: { items } }))).toMatchObject({ status: 200, body: { done: [token], leftOut: [] } });
  expect(await ownerOf(token)).toMatchObject({ personId: ada.id, state: "confirmed" });
  const { id } = await database.as("web").ownerSuggestion.findFirstOrThrow({ where: { tokenId: token, status: "accepted" } });
  expect((await json(call(both, "POST", "/suggestions/undo", { body: { suggestions: [id] } }))).status).toBe(200);
  const again = [await gapItem(both, token)];
  expect((await json(call(both, "POST", "/suggestions/rejection", { body: { items: again, reason: "Never hers." } }))).status).toBe(200);
  expect((await json(call(both, "POST", "/suggestions/rejection", { body: { items: again, reason: "Never hers." } }))).status).toBe(409);

  const own = await suggestedFor(ada);
  const adas = await secretOf(ada, "token_owner", "read:inventory", "write:attestations");
  expect((await json(call(adas, "POST", "/suggestions/acceptance", { body: { items: [await gapItem(adas, own)] } }))).body.done).toEqual([own]);
  const counts = await json(call(adas, "GET", "/ownership/gaps/counts"));
  expect(counts.body.gaps).toMatchObject({ no_backup: expect.any(Number) });
});

test("an owner answers for what is theirs and hands it on; nobody answers for somebody else, and what is offered only who is asked takes", async () => {
  const token = await owned(ada);
  const adas = await secretOf(ada, "token_owner", "read:inventory", "write:attestations");
  const bens = await secretOf(ben, "token_owner", "write:attestations");
  const row = (await json(call(adas, "GET", "/my-tokens?view=due"))).body.data.find((each: { token: string }) => each.token === token);
  const mine = { answer: "mine", items: [{ token, version: row.version }], purpose: "Sends invoices.", workload: { name: "billing" } };
  expect((await json(call(adas, "POST", "/attestations", { body: mine }))).status).toBe(400);
  const whole = { ...mine, expiryReviewed: true };
  expect((await json(call(bens, "POST", "/attestations", { body: whole }))).status).toBe(403);
  expect((await json(call(await secretOf(ada, "token_owner", "read:inventory"), "POST", "/attestations", { body: whole }))).status).toBe(403);
  expect(await json(call(adas, "POST", "/attestations", { body: whole }))).toMatchObject({ status: 201, body: { done: [token] } });
  const kept = await json(call(adas, "GET", `/attestations?token=${token}`));
  expect(kept.body.data).toMatchObject([{ answer: "mine", person: { name: "Ada Lovelace" }, purpose: "Sends invoices.", evidence: { as: "owner" } }]);

  const now = (await json(call(adas, "GET", "/my-tokens?view=owned"))).body.data.find((each: { token: string }) => each.token === token);
  const offer = { answer: "transfer", items: [{ token, version: now.version }], to: ben.id, reason: "Ben runs it." };
  expect((await json(call(adas, "POST", "/attestations", { body: offer }))).status).toBe(201);
  const [proposed] = (await json(call(bens, "GET", "/transfers"))).body.data;
  expect(proposed).toMatchObject({ kind: "transfer", offer: { from: "Ada Lovelace" }, token: { token } });
  const answer = { offers: [proposed.offer.id], answer: "accept" };
  expect((await json(call(adas, "POST", "/transfers/answer", { body: answer }))).status).toBe(403);
  expect((await json(call(bens, "POST", "/transfers/withdrawal", { body: { offers: [proposed.offer.id] } }))).status).toBe(403);
  expect(await json(call(bens, "POST", "/transfers/answer", { body: answer }))).toMatchObject({ status: 200, body: { done: [token] } });
  expect(await ownerOf(token)).toMatchObject({ personId: ben.id });
  const page = await json(call(adas, "GET", "/attestations?limit=1"));
  expect((await json(call(adas, "GET", `/attestations?limit=1&cursor=${page.body.next}`))).body.data[0].id).not.toBe(page.body.data[0].id);
});

test("views are kept, shared, renamed and deleted through the API, by whom they belong to", async () => {
  const [adas, bens] = [await secretOf(ada, "token_owner", "write:views"), await secretOf(ben, "token_owner", "write:views")];
  const view = { list: "inventory", name: "Mine", query: "class=api_key" };
  expect((await json(call(await secretOf(ada, "token_owner", "read:inventory"), "POST", "/views", { body: view }))).status).toBe(403);
  const { status, body } = await json(call(adas, "POST", "/views", { body: view }));
  expect(status).toBe(201);
  const seenByBen = async () => (await json(call(bens, "GET", "/views?list=inventory"))).body.data.map(({ name }: { name: string }) => name);
  expect(await seenByBen()).toEqual([]);
  expect((await json(call(adas, "PUT", `/views/${body.id}/shared`, { body: { shared: true } }))).status).toBe(204);
  expect((await json(call(adas, "PUT", `/views/${body.id}/name`, { body: { name: "Ours" } }))).status).toBe(204);
  expect(await seenByBen()).toEqual(["Ours"]);
  expect((await json(call(bens, "PUT", `/views/${body.id}/name`, { body: { name: "Ben's" } }))).status).toBeGreaterThanOrEqual(403);
  expect((await json(call(bens, "DELETE", `/views/${body.id}`))).status).toBeGreaterThanOrEqual(403);
  expect(await seenByBen()).toEqual(["Ours"]);
  expect((await json(call(adas, "DELETE", `/views/${body.id}`))).status).toBe(204);
});

test("coverage: what each connection lists, and which tokens lack a field; a field that is none is bad input", async () => {
  const reads = await secretOf(mira, "security_manager", "read:inventory", "read:connections");
  expect((await json(call(reads, "GET", "/coverage/connections"))).body.data).toContainEqual(expect.objectContaining({ id: connection, state: "imported" }));
  const unknown = await json(call(reads, "GET", `/coverage/${connection}/used`));
  expect(unknown.body.data.length).toBeGreaterThan(0);
  expect((await json(call(reads, "GET", `/coverage/${connection}/nonsense`))).status).toBe(400);
  expect((await json(call(await secretOf(mira, "security_manager", "read:inventory"), "GET", "/coverage/connections"))).status).toBe(403);
});
