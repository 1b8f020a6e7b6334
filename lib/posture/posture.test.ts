import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { systemClock } from "../core/clock";
import { tokenStates } from "../domain/token-states";
import { found } from "../exposure/testkit/found";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { tokenFacets } from "../tokens/facets";
import { distribution } from "./distribution";
import { findRootCauses } from "./find-root-causes";
import { aWeekAgo, postureHistory } from "./history";
import { recordSnapshot } from "./record-snapshot";
import { residueSurvival } from "./residue-survival";

const database = testDatabase();
const start = Date.parse("2026-03-01T12:00:00Z");
const day = 86_400_000;
const at = (days: number) => new Date(start + days * day);
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
const seen = () => found(owner(), () => database.clock.now());
let viewer: ReturnType<typeof asPerson>;
let connection: { id: string };
const web = () => database.context("web", viewer);
const collector = () => database.context("collector");

/** A token of somebody who left on day 0, first seen on `seen`; ended as said. */
async function outlived(seen: number, end: { died?: number; expires?: number; closed?: number } = {}) {
  const person = await make().person({ status: "departed", statusAt: at(0) });
  const token = await make().token(connection.id, { firstSeenAt: at(seen), ...(end.expires ? { expiry: "at", expiresAt: at(end.expires) } : {}) });
  const closed = end.closed === undefined ? {} : { status: "closed_proven" as const, closedAt: at(end.closed) };
  await make().finding("departed-still-alive", { tokenId: token.id, personId: person.id }, { firstSeenAt: at(seen), ...closed });
  if (end.died !== undefined) await die(token.id, person.id, at(end.died));
  return token;
}

async function die(tokenId: string, requesterId: string, when: Date) {
  const request = await owner().request.create({
    data: {
      ...{ id: randomUUID(), statement: "{}", digest: randomUUID(), connectionId: connection.id, effect: "dead", requesterId },
      ...{ reason: "r", acknowledgement: "a", createdAt: when, expiresAt: when },
    },
  });
  await owner().execution.create({
    data: {
      ...{ id: randomUUID(), requestId: request.id, tokenId, targetDigest: randomUUID(), effect: "dead", status: "proven" },
      ...{ queuedAt: when, notBefore: when, endedAt: when },
    },
  });
}

beforeAll(async () => {
  database.clock.set(at(30));
  connection = await make().connection({ name: "unleash-prod" });
  viewer = asPerson(await make().person({ displayName: "Mira Koh" }), "security_manager");
});

test("the survival of residue: entry at first sight, events by proof, everything else censored", async () => {
  expect(await residueSurvival(web(), {})).toMatchObject({ since: null, all: { tokens: 0 }, steps: [] });
  await outlived(0, { died: 2 });
  await outlived(1, { died: 4 });
  await outlived(3, { died: 10 });
  await outlived(5);
  await outlived(0, { expires: 6 });
  await outlived(0, { closed: 7 });
  // Nobody knows when this one's person left.
  const undated = await make().person({ status: "departed", statusAt: null });
  await make().finding("departed-still-alive", { tokenId: (await make().token(connection.id)).id, personId: undated.id });
  const { all, steps, groups, undated: left, since } = await residueSurvival(web(), { by: "connection" });
  // At 2 days: under observation are those seen on day 0, 0, 0 and 1; one goes: 3/4. At 4: those of 1, 0, 0 and 3; one goes: 9/16. At 10: that of 3 and that of 5: 9/32.
  expect(steps.filter(({ events }) => events > 0).map(({ time, atRisk, survival }) => [time, atRisk, survival])).toEqual([
    [2, 4, 0.75],
    [4, 4, 0.5625],
    [10, 2, 0.28125],
  ]);
  expect(all).toMatchObject({ tokens: 6, dead: 3, median: 10, atTarget: 0.5625 });
  expect(groups).toEqual([{ ...all, value: connection.id, name: "unleash-prod" }]);
  expect([left, since]).toEqual([1, at(0).toISOString()]);
  expect((await residueSurvival(web(), { by: "team" })).groups).toEqual([{ ...all, value: "none", name: "no team" }]);
});

test("every bucket is counted, the unknown as unknown; the proven dead are left out", async () => {
  const { buckets, rows } = await distribution(web(), { measure: "life", by: "class" });
  expect(buckets).toContain("unknown");
  // seven tokens, three of them dead; one of the four has an expiry, in the past
  expect(rows).toEqual([{ value: "api_key", total: 4, counts: expect.objectContaining({ unknown: 3, overdue: 1, "7d": 0, never: 0 }) }]);
  await make().token(connection.id, { class: "deploy_key", environment: "production", issuedAt: at(10), expiry: "at", expiresAt: at(35) });
  expect((await distribution(web(), { measure: "life", by: "environment" })).rows).toContainEqual({
    value: "production",
    total: 1,
    counts: expect.objectContaining({ "7d": 1 }),
  });
  expect((await distribution(web(), { measure: "age" })).rows).toContainEqual({ value: "deploy_key", total: 1, counts: expect.objectContaining({ "30d": 1 }) });
  expect((await distribution(web(), { measure: "ttl" })).rows).toEqual([
    { value: "api_key", total: 4, counts: { "1d": 0, "7d": 0, "30d": 0, "90d": 0, "1y": 0, longer: 0, never: 0, unknown: 4 } },
    { value: "deploy_key", total: 1, counts: expect.objectContaining({ "30d": 1, unknown: 0 }) },
  ]);
  for (const [days, expiry] of [
    [1, "at"],
    [7, "at"],
    [365, "at"],
    [366, "at"],
    [0, "never"],
  ] as const)
    await make().token(connection.id, { class: "certificate", issuedAt: at(0), expiry, expiresAt: expiry === "at" ? at(days) : null });
  expect((await distribution(web(), { measure: "ttl" })).rows).toContainEqual({
    value: "certificate",
    total: 5,
    counts: { "1d": 1, "7d": 1, "30d": 0, "90d": 0, "1y": 1, longer: 1, never: 1, unknown: 0 },
  });
  // The inventory counts the same rows behind each part; it goes by the time that it is.
  const today = { ...web(), clock: systemClock };
  const state = tokenStates.filter((one) => one !== "dead");
  for (const one of ["deploy_key", "certificate"] as const) {
    const { facets } = await tokenFacets(today, { class: [one], state });
    for (const [measure, facet] of [
      ["age", facets.age],
      ["life", facets.expiry],
      ["ttl", facets.ttl],
    ] as const) {
      const shown = (await distribution(today, { measure })).rows.find(({ value }) => value === one);
      expect(Object.entries(shown?.counts ?? {}).filter(([, n]) => n > 0)).toEqual(facet.options.map(({ value, count }) => [value, count]));
    }
  }
});

test("a day is recorded once, by the collector alone, and days without a record are missing, not zero", async () => {
  expect(await postureHistory(web(), {})).toEqual({ since: null, days: [] });
  await expect(recordSnapshot(web())).rejects.toMatchObject({ code: "Forbidden" });
  const source = await seen().source();
  for (const fields of [{ validity: "valid" }, {}, { status: "closed_proven" }, { mark: "example" }] as const)
    await seen().exposure(fields, [{ sourceId: source.id }]);
  expect(await recordSnapshot(collector())).toBeGreaterThan(10);
  expect(await recordSnapshot(collector())).toBe(0);
  const first = { day: "2026-03-31", tokens: 10, ownerless: 10, residue: 6, findings: 6, dead: 3, exposures: 2 };
  expect(await postureHistory(web(), {})).toEqual({ since: "2026-03-31", days: [first] });
  database.clock.set(at(38));
  await recordSnapshot(collector());
  expect((await postureHistory(web(), {})).days.map(({ day: recorded }) => recorded)).toEqual(["2026-03-31", "2026-04-08"]);
  expect(await aWeekAgo(web())).toEqual(first);
  const byValidity = await database.as("web").postureSnapshot.findMany({ where: { metric: "exposures", dimension: "validity", day: at(38) } });
  expect(Object.fromEntries(byValidity.map(({ value, n }) => [value, n]))).toEqual({ valid: 1n, invalid: 0n, unknown: 1n });
  await owner().postureSnapshot.deleteMany({ where: { metric: "exposures", day: new Date("2026-03-31") } });
  expect((await postureHistory(web(), {})).days.map(({ exposures }) => exposures)).toEqual([null, 2]);
  await owner().exposure.updateMany({ data: { status: "closed_proven" } });
  expect(
    await database.as("web").postureSnapshot.findMany({ where: { metric: "tokens", dimension: "class" }, orderBy: { value: "asc" }, take: 1 }),
  ).toMatchObject([{ value: "api_key", n: 4n }]);
  const lives = await database.as("web").postureSnapshot.findMany({ where: { dimension: "ttl", day: at(30) }, orderBy: { value: "asc" } });
  expect(lives.map(({ metric, value, n }) => [metric, value, n])).toEqual([
    ...["1d", "1y", "30d", "7d", "longer", "never"].map((value) => ["tokens", value, 1n]),
    ["tokens", "unknown", 4n],
  ]);
});

test("root causes are people who can be asked, and connections where most lead to nobody", async () => {
  const ben = await make().person({ displayName: "Ben Ortiz" });
  const account = await make().account(connection.id, ben.id);
  for (const creatorAccountId of [account.id, account.id, null, null, null]) {
    const { id } = await make().token(connection.id, { creatorAccountId });
    await make().finding("no-owner", { tokenId: id }, { severity: "medium" });
  }
  await expect(findRootCauses(web())).rejects.toMatchObject({ code: "Forbidden" });
  expect(await findRootCauses(collector())).toBe(2);
  expect(await findRootCauses(collector())).toBe(2);
  expect(await database.as("web").rootCause.findMany({ orderBy: { kind: "desc" } })).toMatchObject([
    { rule: "no-owner", kind: "person", subject: ben.id, severity: "medium", tokens: 2n },
    { rule: "no-owner", kind: "connection", subject: connection.id, tokens: 5n },
  ]);
});

test("a group's curve is its own, with its band; one that nobody is in has none; without any it is known since when is looked", async () => {
  const before = await residueSurvival(web(), { by: "connection" });
  const elsewhere = connection;
  connection = await make().connection({ name: "github" });
  await outlived(0, { died: 8 });
  const own = await residueSurvival(web(), { by: "connection", group: connection.id });
  expect(own.steps).toMatchObject([{ time: 8, atRisk: 1, events: 1, survival: 0 }]);
  expect(own.of).toMatchObject({ value: connection.id, name: "github", tokens: 1, median: 8 });
  expect(own.all).toMatchObject({ value: null, tokens: before.all.tokens + 1 });
  expect(await residueSurvival(web(), { by: "connection", group: elsewhere.id })).toMatchObject({ steps: before.steps, of: { value: elsewhere.id } });
  expect(await residueSurvival(web(), { by: "team", group: randomUUID() })).toMatchObject({ steps: [], of: { tokens: 0, median: null } });
  await owner().finding.deleteMany({ where: { rule: "departed-still-alive" } });
  expect(await residueSurvival(web(), {})).toMatchObject({ since: "2026-03-31T00:00:00.000Z", all: { tokens: 0 } });
});

test("exposed secrets are traced to whoever answers for their token, and otherwise to where they stand; what does not work is left out", async () => {
  const ada = await make().person({ displayName: "Ada Byron" });
  const [shop, wiki] = [await seen().source({ name: "shop" }), await seen().source({ name: "wiki" })];
  const token = async (personId: string | null) => {
    const { id } = await make().token(connection.id);
    if (personId) await owner().ownership.create({ data: { tokenId: id, personId, state: "confirmed", setBy: "test", setAt: at(0) } });
    await make().finding("exposed", { tokenId: id });
    return { tokenId: id, matchedBy: "sha256" as const };
  };
  const [both, one] = [[{ sourceId: shop.id }, { sourceId: shop.id }, { sourceId: wiki.id }], [{ sourceId: shop.id }]];
  await seen().exposure({ ...(await token(ada.id)), validity: "valid", severity: "low", firstVisibleAt: at(3) }, one);
  await seen().exposure({ ...(await token(ada.id)), severity: "medium" }, one);
  await seen().exposure({ ...(await token(ada.id)), validity: "invalid" }, one);
  await seen().exposure({ ...(await token(null)), severity: "high" }, both);
  await seen().exposure({ validity: "valid" }, one);
  // No connection lists it, and nobody knows whether it works.
  await seen().exposure({}, one);
  await seen().exposure({ validity: "valid", mark: "example" }, one);
  await findRootCauses(collector());
  const kept = await database.as("web").rootCause.findMany({ where: { rule: { not: "no-owner" } } });
  const as = (rule: string, kind: string, subject: string, severity: string, tokens: bigint) =>
    expect.objectContaining({ rule, kind, subject, severity, tokens });
  expect(kept).toHaveLength(5);
  expect(kept).toEqual(
    expect.arrayContaining([
      as("exposure-valid", "person", ada.id, "critical", 1n),
      as("exposure-unknown", "person", ada.id, "medium", 1n),
      as("exposure-unknown", "source", shop.id, "high", 1n),
      as("exposure-unknown", "source", wiki.id, "high", 1n),
      as("exposure-valid", "source", shop.id, "critical", 1n),
    ]),
  );
  expect(kept.find(({ rule, kind }) => rule === "exposure-valid" && kind === "person")?.oldest).toEqual(at(3));
});
