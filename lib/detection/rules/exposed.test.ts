import { beforeAll, expect, test } from "vitest";
import { suppressExposure } from "../../exposure/suppressions/suppress-exposure";
import { found } from "../../exposure/testkit/found";
import { testDatabase } from "../../testkit/database";
import { asPerson } from "../../testkit/facts";
import { driftedTokens } from "../judge-tokens";
import { everyToken } from "../judged-sql";
import { judged } from "../testkit/judged";
import { type Life, walk } from "../testkit/walk";

const database = testDatabase();
const world = judged(database);
const { change, daysAgo, finding, is, owned, owner, says, token } = world;
const seen = () => found(owner(), () => database.clock.now());
let connection: string;
let sourceId: string;
beforeAll(async () => {
  connection = await world.connection({ list: "can", last_used: "can", revoke: "can" });
  sourceId = (await seen().source()).id;
});
const exposures = (tokenId: string, data: object) => owner().exposure.updateMany({ where: { tokenId }, data });
async function leaked(fields: object = {}, channel: "code" | "chat" = "code"): Promise<string> {
  const { id } = await token(connection);
  await seen().exposure({ tokenId: id, firstVisibleAt: daysAgo(1), ...fields }, [{ sourceId, channel }]);
  return id;
}
/** Judges what the collector's own list names, and nothing else: what concerns a token must have come there by itself. */
async function settle(): Promise<void> {
  const rows = await owner().$queryRaw<
    { id: string }[]
  >`with taken as (delete from reevaluation where token_id is not null returning token_id as id) select distinct id from taken`;
  await world.evaluate(...rows.map(({ id }) => id));
}

const life: Life = {
  rule: "exposed",
  opens: () => leaked(),
  severity: "medium",
  graver: [(id) => exposures(id, { validity: "valid" }), "high", (id) => exposures(id, { validity: "unknown" })],
  closes: (id) => exposures(id, { status: "closed_proven" }),
  because: /no exposure/,
  again: (id) => exposures(id, { status: "regressed" }),
};
walk(world, [life]);

test.each([
  ["works, in production", { validity: "valid" }, "code", { environment: "production" }, "critical"],
  ["not tried, in production", {}, "code", { environment: "production" }, "high"],
  ["in a chat", {}, "chat", {}, "high"],
  ["in a chat, and works", { validity: "valid" }, "chat", {}, "critical"],
  ["visible for a month", { firstVisibleAt: new Date(0) }, "code", {}, "high"],
  ["tried and refused, in production", { validity: "invalid", firstVisibleAt: new Date(0) }, "chat", { environment: "production" }, "low"],
] as const)("%s", async (_words, fields, channel, facts, severity) => {
  const id = await leaked(fields, channel);
  await change(id, facts);
  await settle();
  expect(await says(id, "exposed")).toBe(`open ${severity}`);
});

test("an owner who left makes it graver", async () => {
  const id = await leaked();
  const person = await is().person({ status: "departed" });
  await owned(id, { personId: person.id });
  await settle();
  expect(await says(id, "exposed")).toBe("open high");
  expect((await finding(id, "exposed"))?.factors).toContainEqual(expect.objectContaining({ name: "left", effect: "raises" }));
});

test("age alone makes it graver, when its time has come", async () => {
  const id = await leaked({ firstVisibleAt: daysAgo(29) });
  await settle();
  expect(await says(id, "exposed")).toBe("open medium");
  const drifted = async (days: number) =>
    (await database.as("collector").$queryRaw<{ id: string }[]>(driftedTokens(everyToken, daysAgo(-days)))).map((row) => row.id);
  expect(await drifted(0)).not.toContain(id);
  expect(await drifted(2)).toContain(id);
  const judgement = await owner().judgement.findUniqueOrThrow({ where: { tokenId: id } });
  expect(judgement.dueAt).toEqual(daysAgo(-1));
});

test("what is no live secret opens nothing; a sighting's exposure is its principal's", async () => {
  const marked = await leaked({ mark: "example" });
  const settled = await leaked({ status: "closed_false_positive" });
  const principal = await token(connection);
  const row = await token(connection, { mergedInto: principal.id });
  await seen().exposure({ tokenId: row.id }, [{ sourceId }]);
  await world.evaluate(marked, settled, row.id, principal.id);
  expect([await says(marked, "exposed"), await says(settled, "exposed"), await says(row.id, "exposed")]).toEqual(["none", "none", "none"]);
  expect(await says(principal.id, "exposed")).toBe("open medium");
});

test("a person who closes the exposure closes the finding with it, and a new place in a chat is heard of", async () => {
  const id = await leaked();
  await settle();
  const exposure = await owner().exposure.findFirstOrThrow({ where: { tokenId: id } });
  await owner().occurrence.create({
    data: {
      ...{ id: exposure.id, exposureId: exposure.id, sourceId, channel: "chat", path: "#ops", reference: "", context: "•••", place: "there" },
      ...{ detectedAt: database.clock.now(), lastSeenAt: database.clock.now() },
    },
  });
  await settle();
  expect(await says(id, "exposed")).toBe("open high");
  const manager = await is().person();
  await owner().roleGrant.create({ data: { personId: manager.id, role: "security_manager", grantedBy: "test", grantedAt: database.clock.now() } });
  await suppressExposure(database.context("web", asPerson(manager, "security_manager")), {
    exposureId: exposure.id,
    reason: "A test key of ours.",
    until: new Date(database.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10),
  });
  await settle();
  expect(await says(id, "exposed")).toBe("closed_proven high");
});

test("another secret of the token brings an accepted finding back", async () => {
  const id = await leaked({ detectedAt: daysAgo(3) });
  await settle();
  await owner().finding.updateMany({ where: { tokenId: id, rule: "exposed" }, data: { status: "accepted" } });
  await seen().exposure({ tokenId: id, detectedAt: daysAgo(1) }, [{ sourceId }]);
  await settle();
  expect((await finding(id, "exposed"))?.status).toBe("regressed");
});
