import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../../testkit/database";
import { evaluateRules } from "../evaluate";
import { driftedTokens } from "../judge-tokens";
import { everyToken } from "../judged-sql";
import { judged } from "../testkit/judged";

// What rules must not say: without a source, before the window was watched, of sightings, of what people have settled.

const database = testDatabase();
const world = judged(database);
const { change, daysAgo, evaluate, finding, is, owned, owner, policy, says, token, usedBy } = world;
let connection: string;
beforeAll(async () => {
  connection = await world.connection({ list: "can", last_used: "can", revoke: "can" });
});
const drifted = async () => {
  const rows = await database.as("collector").$queryRaw<{ id: string }[]>(driftedTokens(everyToken, database.clock.now()));
  return rows.map(({ id }) => id);
};

describe("unused", () => {
  test.each([
    ["dated long ago by its vendor, though first seen today", { lastUsedAt: 100, firstSeenAt: 0 }, "open"],
    ["never used, watched for the whole window", { firstSeenAt: 91 }, "open"],
    ["never used, watched for less than the window", { firstSeenAt: 89 }, "none"],
    ["never used, and made within the window", { firstSeenAt: 91, issuedAt: 10 }, "none"],
    ["used within the window", { lastUsedAt: 89, firstSeenAt: 400 }, "none"],
  ])("%s: %s", async (_words, days, said) => {
    const fields = Object.fromEntries(Object.entries(days).map(([field, ago]) => [field, daysAgo(ago)]));
    const { id } = await token(connection, fields);
    await evaluate(id);
    expect((await says(id, "unused")).split(" ")[0]).toBe(said);
  });

  test("is silent where no source says when a token was used", async () => {
    const blind = await world.connection({ list: "can", last_used: { cannot: "no" } });
    const { id } = await token(blind, { firstSeenAt: daysAgo(900) });
    await evaluate(id);
    expect(await says(id, "unused")).toBe("none");
  });

  test("counts a use that another connection saw of the same token", async () => {
    const { id } = await token(connection, { lastUsedAt: daysAgo(100) });
    await token(connection, { mergedInto: id, lastUsedAt: daysAgo(1) });
    await evaluate(id);
    expect(await says(id, "unused")).toBe("none");
  });
});

test("a row that became a sighting of another token closes its findings with that reason, and opens none", async () => {
  const [principal, row] = [await token(connection), await token(connection)];
  await evaluate(row.id);
  expect(await says(row.id, "no-owner")).toBe("open medium");
  await change(row.id, { mergedInto: principal.id });
  await evaluate(row.id, principal.id);
  expect((await finding(row.id, "no-owner"))?.closedEvidence).toMatchObject({ because: expect.stringContaining("sighting"), principal: principal.id });
  expect(await owner().finding.count({ where: { tokenId: row.id, status: "open" } })).toBe(0);
  expect(await says(principal.id, "no-owner")).toBe("open medium");
});

test("the same secret under two tokens is shared by both, whichever changed", async () => {
  const [one, other] = [await token(connection), await token(connection)];
  const print = (tokenId: string) => owner().tokenFingerprint.create({ data: { tokenId, kind: "sha256", value: "ab".repeat(32) } });
  await print(one.id);
  await evaluate(one.id);
  expect(await says(one.id, "shared")).toBe("none");
  await print(other.id);
  await evaluate(other.id);
  expect([await says(one.id, "shared"), await says(other.id, "shared")]).toEqual(["open medium", "open medium"]);
});

describe("grew-without-request", () => {
  const grow = async (was: string[], now: string[], id?: string) => {
    const tokenId = id ?? (await token(connection, { scopes: now })).id;
    await change(tokenId, { scopes: now });
    await owner().tokenChange.create({ data: { id: randomUUID(), tokenId, field: "scopes", was, is: now, at: database.clock.now(), source: "sync:test" } });
    return tokenId;
  };

  test("a grant that shrank or only changed order is no growth", async () => {
    const id = await grow(["b", "a"], ["a"]);
    await evaluate(id);
    expect(await says(id, "grew-without-request")).toBe("none");
  });

  test("an approved narrowing closes it; a request that nobody approved does not", async () => {
    const id = await grow(["a"], ["a", "b"]);
    const person = await is().person();
    const now = database.clock.now();
    const shared = { statement: "{}", connectionId: connection, requesterId: person.id, reason: "", acknowledgement: "", createdAt: now, expiresAt: now };
    const request = await owner().request.create({ data: { id: randomUUID(), digest: randomUUID(), effect: "narrowed", ...shared } });
    await owner().requestTarget.create({ data: { requestId: request.id, tokenId: id, digest: randomUUID(), position: 0 } });
    await evaluate(id);
    expect(await says(id, "grew-without-request")).toBe("open high");
    await owner().requestOutcome.create({ data: { requestId: request.id, status: "approved", at: now } });
    await evaluate(id);
    expect(await finding(id, "grew-without-request")).toMatchObject({
      status: "closed_proven",
      closedEvidence: { because: expect.stringContaining("approved a narrowing") },
    });
  });

  test("what people settled stays settled, until it grows beyond that", async () => {
    const id = await grow(["a"], ["a", "b"]);
    await evaluate(id);
    await owner().finding.updateMany({ where: { tokenId: id, rule: "grew-without-request" }, data: { status: "accepted" } });
    await evaluate(id);
    expect(await says(id, "grew-without-request")).toBe("accepted high");
    await grow(["a", "b"], ["a", "b", "c"], id);
    await evaluate(id);
    expect(await says(id, "grew-without-request")).toBe("regressed high");
  });
});

describe("policies and time", () => {
  test("without a policy nothing is over-long, stale or overdue; the narrowest one in force holds, whole", async () => {
    const { id } = await token(connection, { class: "certificate", issuedAt: daysAgo(300), expiresAt: daysAgo(-300) });
    await owned(id, { setAt: daysAgo(300) });
    const said = async () => Promise.all((["over-long-life", "stale-rotation", "attestation-overdue"] as const).map((rule) => says(id, rule)));
    await evaluate(id);
    expect(await said()).toEqual(["none", "none", "none"]);
    await policy({ class: null, environment: "other", longestDays: 100, rotateDays: 100, attestDays: 100 });
    await evaluate(id);
    expect(await said()).toEqual(["open medium", "open medium", "open medium"]);
    await policy({ class: "certificate", environment: "other", longestDays: 900 });
    await evaluate(id);
    expect(await said()).toEqual(["closed_proven medium", "closed_proven medium", "closed_proven medium"]);
  });

  test("a sweep finds what drifted and nothing else; a moment that comes is kept by an index", async () => {
    const ctx = database.context("collector");
    await ctx.db.$transaction((tx) => evaluateRules(tx, ctx, "all"));
    expect(await drifted()).toEqual([]);
    const { id } = await token(connection, { lastUsedAt: daysAgo(89), environment: "production" });
    expect(await drifted()).toEqual([id]);
    await evaluate(id);
    expect(await drifted()).toEqual([]);
    const due = (await database.as("collector").judgement.findUnique({ where: { tokenId: id } }))?.dueAt;
    expect(due).toEqual(daysAgo(-1));
    database.clock.advance(2 * 86_400_000);
    expect(await drifted()).toContain(id);
    await evaluate(id);
    expect(await says(id, "unused")).toBe("open medium");
  });

  test("a suggested workload is none, and one merged into another is one", async () => {
    const { id } = await token(connection);
    await usedBy(id, {}, "suggested");
    await evaluate(id);
    expect(await says(id, "no-workload")).toBe("open low");
    const kept = await usedBy(id);
    await usedBy(id, { mergedInto: kept });
    await evaluate(id);
    expect([await says(id, "no-workload"), await says(id, "shared")]).toEqual(["closed_proven low", "none"]);
  });
});
