import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { reviewSelection } from "../tokens/review-selection";
import { fileSelection } from "./file-selection";
import { type RequestWorld, requestWorld } from "./testkit/world";

const database = testDatabase();
let world: RequestWorld;
const manager = () => database.context("web", asPerson(world.manager, "security_manager"));
beforeAll(async () => {
  world = await requestWorld(database.as("owner"), () => database.clock.now());
});

test("what changed since it was reviewed, and what can't be requested, is left out by name and reason; the rest is asked for", async () => {
  const tokens: { id: string }[] = [];
  for (let n = 0; n < 5; n++) tokens.push(await world.make.token(world.connection.id, { name: `bulk-${n}`, environment: "development", imported: n === 4 }));
  const { id: selection, digest, count } = await reviewSelection(manager(), { q: "bulk-" });
  expect(count).toBe(5);
  await database.as("owner").token.update({ where: { id: tokens[2]?.id }, data: { disabledAt: new Date() } });

  const filing = { selection, digest, reason: "Nobody needs them." };
  await expect(fileSelection(manager(), { ...filing, acknowledgement: "revoke 4 tokens" })).rejects.toMatchObject({ name: "InvalidInput" });
  await expect(fileSelection(database.context("web", asPerson(world.manager, "auditor")), { ...filing, acknowledgement: "x" })).rejects.toMatchObject({ name: "Forbidden" });
  const { requests, left } = await fileSelection(manager(), { ...filing, acknowledgement: "revoke 5 tokens" });
  expect(left.map(({ name, reason }) => [name, reason])).toEqual([
    ["bulk-2", "Its state changed from active to disabled."],
    ["bulk-4", expect.stringContaining("known from an import alone")],
  ]);
  const targets = await database.as("web").requestTarget.findMany({ where: { requestId: requests[0]?.id } });
  expect(requests).toHaveLength(1);
  expect(targets.map(({ tokenId }) => tokenId).sort()).toEqual([0, 1, 3].map((n) => tokens[n]?.id).sort());

  await expect(fileSelection(manager(), { ...filing, acknowledgement: "revoke 5 tokens" })).rejects.toMatchObject({ name: "Conflict" });
});
