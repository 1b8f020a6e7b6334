import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { addDestination } from "./add-destination";
import { createWorkload } from "./create-workload";
import { editWorkload } from "./edit-workload";
import { linkTokens } from "./link-tokens";
import { listWorkloads } from "./list-workloads";
import { mergeWorkloads } from "./merge-workloads";
import { splitWorkload } from "./split-workload";
import { undoMerge } from "./undo-merge";
import { workloadPage } from "./workload-page";

const database = testDatabase();
const make = facts(database.as("owner"), () => database.clock.now());
type Person = Awaited<ReturnType<typeof make.person>>;
let ada: Person;
const tokens: string[] = [];
beforeAll(async () => {
  ada = await make.person({ displayName: "Ada Lovelace" });
  const connection = (await make.connection()).id;
  for (const name of ["a", "b", "c"]) tokens.push((await make.token(connection, { name })).id);
});
const manager = () => database.context("web", asPerson(ada, "security_manager"));
const owner = () => database.context("web", asPerson(ada, "token_owner"));
const created = async (name: string, linked: string[]) => {
  const { id } = await createWorkload(manager(), { name, kind: "service", owner: ada.id });
  if (linked.length > 0) await linkTokens(manager(), { workload: id, tokens: linked });
  return id;
};
/** token names with who linked them on which basis, and destinations */
const holds = async (id: string) => {
  const page = await workloadPage(manager(), id);
  return { tokens: page.tokens.map(({ row, link }) => `${row.name} ${link.basis}`), destinations: page.destinations.map(({ destination }) => destination) };
};

test("a merge moves everything, keeps the other one as history, and undoing puts each link back where it was", async () => {
  const [a = "", b = "", c = ""] = tokens;
  const from = await created("billing", [a, b]);
  const into = await created("billing-sync", [b]);
  const third = await created("payments", [a]);
  await database.as("owner").tokenWorkload.updateMany({ where: { workloadId: from, tokenId: b }, data: { basis: "observed" } });
  await addDestination(manager(), { workload: from, destination: "ledger.internal" });
  const before = { from: await holds(from), into: await holds(into), third: await holds(third) };

  await expect(mergeWorkloads(owner(), { from, into })).rejects.toMatchObject({ name: "Forbidden" });
  await mergeWorkloads(manager(), { from, into });
  expect(await holds(into)).toEqual({ tokens: ["a declared", "b declared"], destinations: ["ledger.internal"] });
  expect(await workloadPage(manager(), from)).toMatchObject({ mergedInto: { id: into }, tokens: [], may: { manage: false } });
  expect((await listWorkloads(manager(), { q: "billing" })).rows.map(({ name }) => name)).toEqual(["billing-sync"]);
  await expect(linkTokens(manager(), { workload: from, tokens: [c] })).rejects.toMatchObject({ message: expect.stringContaining("merged into billing-sync") });

  // and again into a third: a chain comes apart in the order it was made
  await mergeWorkloads(manager(), { from: into, into: third });
  await expect(undoMerge(manager(), { workload: from })).rejects.toMatchObject({ name: "Conflict" });
  await undoMerge(manager(), { workload: into });
  await linkTokens(manager(), { workload: into, tokens: [c] });
  await expect(undoMerge(owner(), { workload: from })).rejects.toMatchObject({ name: "Forbidden" });
  await undoMerge(manager(), { workload: from });
  expect({ from: await holds(from), third: await holds(third) }).toEqual({ from: before.from, third: before.third });
  // what was linked since stays
  expect(await holds(into)).toEqual({ ...before.into, tokens: [...before.into.tokens, "c declared"] });
  await expect(undoMerge(manager(), { workload: from })).rejects.toMatchObject({ name: "Conflict" });
  expect(await database.as("web").auditEntry.count({ where: { subjectId: into, action: { startsWith: "workload.merge" } } })).toBe(4);
});

test("a split takes what was chosen along, and merging back undoes it", async () => {
  const [a = "", b = "", c = ""] = tokens;
  const whole = await created("monolith", [a, b]);
  const { id: destination } = await addDestination(manager(), { workload: whole, destination: "queue.internal" });
  const before = await holds(whole);
  const input = { workload: whole, name: "queue-reader", kind: "pipeline" as const, environment: "staging", tokens: [b], destinations: [destination] };
  await expect(splitWorkload(owner(), input)).rejects.toMatchObject({ name: "Forbidden" });
  await expect(splitWorkload(manager(), { ...input, tokens: [b, c] })).rejects.toMatchObject({ name: "Conflict" });
  await expect(splitWorkload(manager(), { ...input, tokens: [], destinations: [] })).rejects.toMatchObject({ name: "InvalidInput" });
  expect(await holds(whole)).toEqual(before);
  const { id } = await splitWorkload(manager(), input);
  expect(await holds(id)).toEqual({ tokens: ["b declared"], destinations: ["queue.internal"] });
  expect((await workloadPage(manager(), id)).row).toMatchObject({ kind: "pipeline", environment: "staging", owner: { name: "Ada Lovelace" } });
  await mergeWorkloads(manager(), { from: id, into: whole });
  expect(await holds(whole)).toEqual(before);
});

test("an edit of what was merged away is refused", async () => {
  const [from, into] = [await created("one", []), await created("other", [])];
  const seen = (await workloadPage(manager(), from)).row.changedAt;
  await mergeWorkloads(manager(), { from, into });
  await expect(editWorkload(manager(), { workload: from, seen, name: "one", kind: "agent" })).rejects.toMatchObject({ name: "Conflict" });
  await expect(mergeWorkloads(manager(), { from: into, into })).rejects.toMatchObject({ name: "InvalidInput" });
});
