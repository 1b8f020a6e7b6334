import { beforeAll, expect, test } from "vitest";
import { type RequestWorld, requestWorld } from "../requests/testkit/world";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { attest } from "./attest";
import { listMyTokens } from "./my-tokens";

const database = testDatabase({ at: new Date() });
let world: RequestWorld;
type Person = RequestWorld["manager"];
beforeAll(async () => {
  world = await requestWorld(database.as("owner"), () => database.clock.now());
});
const as = (person: Person, role: "token_owner" | "auditor" = "token_owner") => database.context("web", asPerson(person, role));
const said = (tokenId: string) => database.as("web").attestation.findMany({ where: { tokenId } });
const issuedAt = new Date(Date.now() - 400 * 86_400_000);
async function owned(by: Person, name: string, connection = world.connection.id, fields = {}): Promise<string> {
  const { id } = await world.make.token(connection, { name, issuedAt, ...fields });
  await database.as("owner").ownership.create({ data: { tokenId: id, personId: by.id, state: "confirmed", setBy: "test", setAt: database.clock.now() } });
  return id;
}
async function items(person: Person, ...tokens: string[]) {
  const { rows } = await listMyTokens(as(person), { view: "owned" });
  return rows.filter(({ token }) => tokens.includes(token)).map(({ token, version }) => ({ token, version }));
}
const gone = { answer: "no_longer_needed" as const, reason: "The service is gone." };

test("of what the machine can act on, it is a filed request; of the rest the answer is kept, with what to do by hand", async () => {
  const [ada] = world.approvers;
  const listing = await world.make.connection({ name: "a listing", connector: "import" });
  const [token, imported] = [await owned(ada, "old-export"), await owned(ada, "listed-key", listing.id, { imported: true })];
  const both = await items(ada, token, imported);
  await expect(attest(as(ada), { ...gone, items: both, acknowledgement: "old" })).rejects.toMatchObject({ name: "InvalidInput" });
  expect([...(await said(token)), ...(await said(imported))]).toEqual([]);

  const outcome = await attest(as(ada), { ...gone, items: both, acknowledgement: "old-export" });
  expect(outcome).toMatchObject({ done: expect.arrayContaining([token, imported]), leftOut: [], byHand: [{ token: imported }] });
  const request = await database.as("web").request.findFirstOrThrow({ where: { number: { in: outcome.requests } }, include: { targets: true } });
  expect(outcome.requests).toEqual([request.number]);
  expect(request).toMatchObject({ requesterId: ada.id, reason: gone.reason, targets: [{ tokenId: token }] });
  expect(JSON.parse(request.statement)).toMatchObject({ effect: "dead", requester: ada.id, targets: [{ token, name: "old-export" }] });
  expect(await said(token)).toMatchObject([{ answer: "no_longer_needed", requestId: request.id, evidence: { as: "owner" } }]);
  expect(await said(imported)).toMatchObject([{ answer: "no_longer_needed", requestId: null }]);
  expect((await listMyTokens(as(ada), { view: "due" })).rows).toEqual([]);
});

test("several are acknowledged by their number, and are one request a connection", async () => {
  const ben = world.approvers[1];
  const other = await world.make.connection({ name: "unleash-two", origin: "http://unleash-two" });
  await world.trustConnection(other);
  await world.make.health(other.id);
  const tokens = [await owned(ben, "one"), await owned(ben, "two"), await owned(ben, "three", other.id)];
  const outcome = await attest(as(ben), { ...gone, items: await items(ben, ...tokens), acknowledgement: "revoke 3 tokens" });
  expect(outcome).toMatchObject({ byHand: [], requests: [expect.any(Number), expect.any(Number)] });
  const filed = await database.as("web").requestTarget.findMany({ where: { tokenId: { in: tokens } }, select: { tokenId: true } });
  expect(filed.map(({ tokenId }) => tokenId).sort()).toEqual([...tokens].sort());
});

test("who may answer but not request has the answer kept, and files nothing; nor does who does not own it", async () => {
  const cleo = world.approvers[2];
  const token = await owned(cleo, "unused-key");
  const filed = () => database.as("web").requestTarget.count({ where: { tokenId: token } });
  const answer = { ...gone, items: await items(cleo, token), acknowledgement: "unused-key" };
  await expect(attest(as(world.manager), answer)).rejects.toMatchObject({ name: "Forbidden" });
  expect([await filed(), await said(token)]).toEqual([0, []]);
  const kept = await attest(as(cleo, "auditor"), answer);
  expect(kept).toMatchObject({ done: [token], requests: [], byHand: [{ token, sentence: expect.stringContaining("Your roles can’t request") }] });
  expect(await filed()).toBe(0);
  expect(await attest(as(cleo), { ...answer, items: await items(cleo, token) })).toMatchObject({ done: [token], requests: [expect.any(Number)] });
  expect(await filed()).toBe(1);
});
