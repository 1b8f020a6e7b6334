import { beforeAll, expect, test } from "vitest";
import { ownConnector } from "../domain/own-connector";
import { type RequestWorld, requestWorld } from "../requests/testkit/world";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { reviewSelection } from "../tokens/review-selection";
import { createWorkload } from "../workloads/create-workload";
import { assignOwners } from "./assign-owners";
import { describeSelection } from "./describe-selection";
import { fileReviewed } from "./file-reviewed";
import { linkSelection } from "./link-selection";
import { setPurposes } from "./set-purposes";

const database = testDatabase({ at: new Date() });
let world: RequestWorld;
beforeAll(async () => {
  world = await requestWorld(database.as("owner"), () => database.clock.now());
});
const as = (person: { id: string; displayName: string }, ...roles: Parameters<typeof asPerson>[1][]) => database.context("web", asPerson(person, ...roles));
const manager = () => as(world.manager, "security_manager");
const tokens = async (...names: string[]) => {
  const made: string[] = [];
  for (const name of names) made.push((await world.make.token(world.connection.id, { name })).id);
  return made;
};
const reviewed = async (only: string[], ctx = manager()) => {
  const { id, digest } = await reviewSelection(ctx, { only });
  return { selection: id, digest };
};
const own = (token: string, person: string) =>
  database.as("owner").ownership.upsert({
    where: { tokenId: token },
    create: { tokenId: token, personId: person, state: "confirmed", setBy: "test", setAt: database.clock.now() },
    update: { personId: person, state: "confirmed" },
  });

test("what changed since the review is left out by name and reason, the rest is done, and the log tells both", async () => {
  const [a = "", b = "", c = ""] = await tokens("a", "b", "c");
  const [, ben] = world.approvers;
  const set = await reviewed([a, b, c]);
  await own(b, ben.id);
  expect(await assignOwners(manager(), { ...set, person: world.manager.id })).toMatchObject({ done: 2, left: [{ id: b, name: "b" }] });
  expect(await database.as("web").ownership.findUnique({ where: { tokenId: b } })).toMatchObject({ personId: ben.id });
  const entry = await database.as("web").auditEntry.findFirst({ where: { action: "ownership.confirmed_in_bulk", subjectId: set.selection } });
  expect(entry?.detail).toMatchObject({ digest: set.digest, tokens: [a, c].sort(), left: [{ id: b }] });
});

test("a set is the person's own, and another digest than the one that was shown acts on nothing", async () => {
  const only = await tokens("d");
  const set = await reviewed(only);
  await expect(assignOwners(as(world.approvers[0], "security_manager"), { ...set, person: world.manager.id })).rejects.toMatchObject({ name: "NotFound" });
  await expect(assignOwners(manager(), { ...set, digest: "0".repeat(64), person: world.manager.id })).rejects.toMatchObject({ name: "Conflict" });
  const auditor = as(world.manager, "auditor");
  for (const attempt of [
    assignOwners(auditor, { ...set, person: world.manager.id }),
    linkSelection(auditor, { ...set, workload: only[0] }),
    setPurposes(auditor, { ...set, purpose: "x" }),
    fileReviewed(auditor, { ...set, tokens: only, reason: "x", acknowledgement: "d" }),
  ])
    await expect(attempt).rejects.toMatchObject({ name: "Forbidden" });
  expect(await describeSelection(auditor, set)).toMatchObject({ count: 1, connections: [{ name: "unleash-prod", count: 1 }], revocable: only });
});

test("a token owner's bulk does what is theirs and says what is not", async () => {
  const [mine = "", theirs = ""] = await tokens("mine", "theirs");
  const [, ben] = world.approvers;
  await own(mine, ben.id);
  const ctx = as(ben, "token_owner");
  const set = await reviewed([mine, theirs], ctx);
  expect(await setPurposes(ctx, { ...set, purpose: "Sends invoices." })).toEqual({
    done: 1,
    left: [{ id: theirs, name: "theirs", reason: "You do not own it." }],
  });
  expect(await database.as("web").ownership.findUnique({ where: { tokenId: mine } })).toMatchObject({
    purpose: "Sends invoices.",
    purposeBy: `person:${ben.id}`,
    personId: ben.id,
  });
});

test("a workload is linked to all of a set, and a purpose says nothing about an owner", async () => {
  const only = await tokens("e", "f");
  const { id: workload } = await createWorkload(manager(), { name: "billing", kind: "service" });
  expect(await linkSelection(manager(), { ...(await reviewed(only)), workload })).toEqual({ done: 2, left: [] });
  expect(await database.as("web").tokenWorkload.count({ where: { workloadId: workload, basis: "declared" } })).toBe(2);
  expect(await setPurposes(manager(), { ...(await reviewed(only)), purpose: "Bills." })).toEqual({ done: 2, left: [] });
  expect(await database.as("web").ownership.findUnique({ where: { tokenId: only[0] } })).toMatchObject({ personId: null, state: "suggested" });
});

test("a request holds what is as it was reviewed, and what can't be requested is told", async () => {
  const only = await tokens("g", "h", "i");
  const [g = "", h = "", i = ""] = only;
  const set = await reviewed(only);
  await own(h, world.manager.id);
  const input = { ...set, tokens: only, reason: "Their work has moved." };
  await expect(fileReviewed(manager(), { ...input, acknowledgement: "revoke 2 tokens" })).rejects.toMatchObject({ name: "InvalidInput" });
  const filed = await fileReviewed(manager(), { ...input, acknowledgement: "revoke 3 tokens" });
  expect(filed).toMatchObject({ filed: 2, left: [{ id: h, name: "h" }] });
  const targets = await database.as("web").requestTarget.findMany({ where: { requestId: filed.id } });
  expect(new Set(targets.map(({ tokenId }) => tokenId))).toEqual(new Set([g, i]));
  // both are asked for already
  await expect(fileReviewed(manager(), { ...input, acknowledgement: "revoke 3 tokens" })).rejects.toMatchObject({ name: "Conflict" });
});

test("an API token of this deployment is told apart from what a revocation can be asked for; its neighbour is asked for", async () => {
  const [vendors = ""] = await tokens("j");
  const own = await world.make.connection({ connector: ownConnector });
  const ours = await world.make.token(own.id, { name: "k" });
  expect(await describeSelection(manager(), await reviewed([vendors, ours.id]))).toMatchObject({ count: 2, revocable: [vendors], own: 1, imported: 0 });
  expect(await describeSelection(manager(), await reviewed([vendors]))).toMatchObject({ count: 1, revocable: [vendors], own: 0 });
});
