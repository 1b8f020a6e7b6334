import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { exportHeadStart } from "./export-head-start";
import { headStart, headStartStages } from "./head-start";
import { found } from "./testkit/found";

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
const made = () => found(owner(), () => database.clock.now());
const now = new Date("2026-11-20T00:00:00Z");
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
const day = 86_400;
let me: { id: string; displayName: string };
let connectionId: string;
let sourceId: string;
beforeAll(async () => {
  database.clock.set(now);
  me = await make().person();
  connectionId = (await make().connection()).id;
  sourceId = (await made().source()).id;
});
beforeEach(async () => {
  await owner().exposure.deleteMany({});
});
const read = (per?: "week" | "month") => headStart(database.context("web", asPerson(me, "security_manager")), per ? { per } : {});
const stage = async (name: string) => (await read()).stages.find((one) => one.stage === name);

/** An exposure that got as far as is given, in days before now; null = it happened, nobody says when. */
async function exposed(
  of: { visible: number | null; detected: number; decided?: number | null; acted?: number; dead?: number },
  fields: object = {},
): Promise<string> {
  const token = await make().token(connectionId);
  const { id } = await made().exposure(
    { tokenId: token.id, firstVisibleAt: of.visible === null ? null : ago(of.visible), detectedAt: ago(of.detected), ...fields },
    [{ sourceId }],
  );
  if (of.decided === undefined) return id;
  const execution = await make().execution(token, me.id, { status: of.dead === undefined ? "proving" : "proven" });
  const { requestId } = execution;
  await owner().requestTarget.create({ data: { requestId, tokenId: token.id, position: 0, digest: execution.targetDigest } });
  await owner().requestOutcome.create({ data: { requestId, status: "approved", at: now } });
  if (of.decided !== null)
    await owner().approval.create({
      data: { id: randomUUID(), requestId, kind: "approve", personId: me.id, keyId: "key", answer: "{}", assertion: {}, at: ago(of.decided) },
    });
  await owner().execution.update({
    where: { id: execution.id },
    data: { actedAt: of.acted === undefined ? null : ago(of.acted), endedAt: of.dead === undefined ? null : ago(of.dead) },
  });
  return id;
}

test("each stage from the one before, by hand: medians, nine tenths, and where most time went", async () => {
  for (let n = 1; n <= 10; n++) await exposed({ visible: 40 + n, detected: 40, decided: 40 - n * 2, acted: 40 - n * 2, dead: 39 - n * 2 });
  // with nobody waiting the estimate is the empirical one: half are gone at the middle between the fifth and the sixth
  expect(await stage("detected")).toEqual({ stage: "detected", waited: 10, done: 10, open: 0, p50: 5.5 * day, p90: 9.5 * day, undated: 0, seconds: 55 * day });
  expect(await stage("decided")).toMatchObject({ done: 10, p50: 11 * day, p90: 19 * day, seconds: 110 * day });
  expect(await stage("acted")).toMatchObject({ done: 10, p50: 0, p90: 0, seconds: 0 });
  expect(await stage("dead")).toMatchObject({ done: 10, p50: day, p90: day });
  expect(await stage("whole")).toMatchObject({ done: 10, p50: 17.5 * day });
  const { costliest, exposures, since } = await read();
  expect({ costliest, exposures, since }).toEqual({ costliest: "decided", exposures: 10, since: ago(40).toISOString() });
});

test("what was let in after its proof is no more dead than before it, and its clock runs on", async () => {
  const far = { visible: 10, detected: 9, decided: 8, acted: 7, dead: 6 };
  await exposed(far, { status: "closed_proven", validity: "invalid", validityAt: ago(5), closedAt: ago(6) });
  expect(await stage("whole")).toMatchObject({ done: 1, open: 0, seconds: 4 * day });
  await owner().exposure.updateMany({ data: { status: "regressed", validity: "valid", closedAt: null } });
  expect(await stage("whole")).toMatchObject({ done: 0, open: 1 });
  expect(await stage("dead")).toMatchObject({ done: 0, open: 1 });
  expect(await stage("acted")).toMatchObject({ done: 1, open: 0 });
});

test("those that still wait count as long as they have, and are not left out as if they were quick", async () => {
  for (const decided of [9, 8]) await exposed({ visible: 10, detected: 10, decided });
  for (let n = 0; n < 6; n++) await exposed({ visible: 10, detected: 10 });
  expect(await stage("decided")).toMatchObject({ waited: 8, done: 2, open: 6, p50: null, p90: null, seconds: (1 + 2 + 60) * day });
  // leaving them out would say that half were decided within a day
  for (const decided of [7, 6]) await exposed({ visible: 10, detected: 10, decided });
  expect(await stage("decided")).toMatchObject({ waited: 10, done: 4, p50: null });
  await exposed({ visible: 10, detected: 10, decided: 5 });
  for (const decided of [4, 3]) await exposed({ visible: 10, detected: 10, decided });
  expect(await stage("decided")).toMatchObject({ waited: 13, done: 7, p50: 7 * day, p90: null });
});

test("what nobody dated is counted apart; what is no live secret, or no token, does not wait for a decision", async () => {
  await exposed({ visible: null, detected: 5 });
  await exposed({ visible: 6, detected: 5, decided: null });
  await exposed({ visible: 6, detected: 5 }, { mark: "example" });
  await exposed({ visible: 6, detected: 5 }, { status: "closed_false_positive" });
  await made().exposure({ firstVisibleAt: ago(6), detectedAt: ago(5) }, [{ sourceId }]);
  const { exposures, withoutToken, stages } = await read();
  expect({ exposures, withoutToken }).toEqual({ exposures: 3, withoutToken: 1 });
  const of = (name: string) => stages.find((one) => one.stage === name);
  expect(of("detected")).toMatchObject({ waited: 2, undated: 1 });
  expect(of("decided")).toMatchObject({ waited: 1, open: 1, undated: 1 });
  expect(of("acted")).toMatchObject({ waited: 0, undated: 1 });
});

test("by when the waiting began, in weeks that begin on Monday or in months; exported as they are shown", async () => {
  await exposed({ visible: 50, detected: 49 });
  await exposed({ visible: 3, detected: 1 });
  expect((await read("month")).periods.map(({ from, stages }) => [from, stages.detected?.waited, stages.decided?.open])).toEqual([
    ["2026-10-01", 1, 1],
    ["2026-11-01", 1, 1],
  ]);
  expect((await read("week")).periods.map(({ from }) => from)).toEqual(["2026-09-28", "2026-11-16"]);
  const ctx = database.context("web", asPerson(me, "auditor"));
  const { body } = await exportHeadStart(ctx, { per: "month" });
  expect(body.split("\r\n")[1]).toBe("month,2026-10-01,detected,1,1,0,86400,86400");
  expect(await owner().auditEntry.count({ where: { action: "exposures.exported", subjectId: "head-start" } })).toBe(1);
});

test("narrowed to one stage, or to the one that costs most: its figures are those among all, and the export has no other", async () => {
  for (const ago of [30, 3]) await exposed({ visible: ago + 1, detected: ago, decided: ago - 2 });
  const ctx = database.context("web", asPerson(me, "auditor"));
  const all = await headStart(ctx, {});
  expect([all.stage, all.costliest, all.seconds]).toEqual([null, "acted", (2 + 4 + 29) * day]);
  for (const stage of headStartStages) {
    const one = await headStart(ctx, { stage });
    expect(one).toMatchObject({ stage, seconds: all.seconds, costliest: "acted", stages: all.stages.filter((each) => each.stage === stage) });
    expect(one.periods).toEqual(all.periods.flatMap(({ from, stages }) => (stages[stage]?.waited ? [{ from, stages: { [stage]: stages[stage] } }] : [])));
  }
  expect(await headStart(ctx, { stage: "costliest" })).toEqual(await headStart(ctx, { stage: "acted" }));
  const { body } = await exportHeadStart(ctx, { stage: "costliest" });
  expect(
    body
      .trim()
      .split("\r\n")
      .map((line) => line.split(",")[2]),
  ).toEqual(["stage", "acted", "acted"]);
  expect(JSON.parse((await exportHeadStart(ctx, { stage: "decided", format: "json" })).body)).toMatchObject({
    stage: "decided",
    stages: [{ stage: "decided" }],
  });
  expect(await owner().auditEntry.count({ where: { action: "exposures.exported", detail: { path: ["stage"], equals: "acted" } } })).toBe(1);
  await expect(headStart(ctx, { stage: "never" })).rejects.toMatchObject({ code: "InvalidInput" });
  await owner().exposure.deleteMany({});
  expect(await headStart(ctx, { stage: "costliest" })).toMatchObject({ stage: null, exposures: 0 });
});

test("without any exposure there is nothing, and who may not read the inventory is refused", async () => {
  expect(await read()).toMatchObject({ exposures: 0, costliest: null, periods: [], since: null });
  await expect(headStart(database.context("web", asPerson(me)), {})).rejects.toMatchObject({ code: "Forbidden" });
});
