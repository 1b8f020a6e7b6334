import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { fileRequest } from "./file-request";
import { refileRequest } from "./refile-request";
import { requestStatus } from "./status";
import { type RequestWorld, requestWorld } from "./testkit/world";
import { withdrawRequest } from "./withdraw-request";

const database = testDatabase({ at: new Date() });
let world: RequestWorld;
beforeAll(async () => {
  world = await requestWorld(database.as("owner"), () => database.clock.now());
});
const manager = () => database.context("web", asPerson(world.manager, "security_manager"));
async function filed(name: string) {
  const token = await world.make.token(world.connection.id, { name });
  return { token, ...(await fileRequest(manager(), { tokens: [token.id], reason: "Its maker left.", acknowledgement: name })) };
}

test("the requester withdraws, once; nobody else can", async () => {
  const { id } = await filed("withdrawn");
  const other = database.context("web", asPerson(world.approvers[0], "security_manager"));
  await expect(withdrawRequest(other, { request: id, reason: "No." })).rejects.toMatchObject({
    name: "Forbidden",
    message: expect.stringContaining("deny it"),
  });
  await withdrawRequest(manager(), { request: id, reason: "Wrong one." });
  expect(await requestStatus(database.as("web"), id)).toBe("withdrawn");
  await expect(withdrawRequest(manager(), { request: id, reason: "Again." })).rejects.toMatchObject({ name: "Conflict" });
  expect(await database.as("web").auditEntry.count({ where: { action: "request.withdrawn", subjectId: id } })).toBe(1);
});

test("filing again keeps tokens and reason, names what it replaces, and is signed anew", async () => {
  const old = await filed("superseded");
  await expect(refileRequest(manager(), { request: old.id })).rejects.toMatchObject({ message: expect.stringContaining("still waits") });
  await withdrawRequest(manager(), { request: old.id, reason: "Policy changed." });
  const again = await refileRequest(manager(), { request: old.id });
  expect(again.digest).not.toBe(old.digest);
  expect(await database.as("web").request.findUniqueOrThrow({ where: { id: again.id }, include: { targets: true } })).toMatchObject({
    supersedes: old.id,
    reason: "Its maker left.",
    targets: [{ tokenId: old.token.id }],
  });
});

test("a denied request is not filed again by a click", async () => {
  const { id } = await filed("denied");
  await database
    .as("owner")
    .denial.create({ data: { id: crypto.randomUUID(), requestId: id, personId: world.approvers[0].id, reason: "Still used.", at: database.clock.now() } });
  await expect(refileRequest(manager(), { request: id })).rejects.toMatchObject({ name: "Conflict", message: expect.stringContaining("was denied") });
});
