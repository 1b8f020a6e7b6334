import { beforeAll, beforeEach, expect, test } from "vitest";
import type { RoleName } from "../../domain/roles";
import type { FindingState } from "../../domain/states";
import { testDatabase } from "../../testkit/database";
import { asPerson, facts } from "../../testkit/facts";
import { found } from "../testkit/found";
import { triageExposure } from "../triage-exposure";
import { actOnExposures } from "./act-on-exposures";
import { reviewExposures } from "./review-exposures";
import type { BulkAct } from "./schemas";
import { undoBulk } from "./undo-bulk";

// Bulk acts on exactly the reviewed set, says what it left out and why, and is taken back.

const database = testDatabase();
let source: string;
let ada: { id: string; displayName: string };
let ben: typeof ada;
const as = (who: typeof ada, role: RoleName = "security_manager") => database.context("web", asPerson(who, role));
const scanned = () => found(database.as("owner"), () => database.clock.now());
const make = async (fields: Parameters<ReturnType<typeof found>["exposure"]>[0] = {}) =>
  (await scanned().exposure({ severity: "medium", ...fields }, [{ sourceId: source }])).id;
const review = (only: string[], who = ada) => reviewExposures(as(who), { only });
const act = async (ids: string[], what: BulkAct, who = ada) => {
  const { selection, digest } = await review(ids, who);
  return { reviewed: { selection, digest }, outcome: await actOnExposures(as(who), { selection, digest, act: what }) };
};
const states = async (...ids: string[]): Promise<FindingState[]> => {
  const rows = await database.as("owner").exposure.findMany({ where: { id: { in: ids } }, select: { id: true, status: true } });
  return ids.map((id) => rows.find((row) => row.id === id)?.status as FindingState);
};
const falsePositive: BulkAct = { what: "false_positive", reason: "Fixtures.", until: "2026-12-01" };

beforeAll(async () => {
  database.clock.set(new Date("2026-10-01T08:00:00Z"));
  source = (await scanned().source()).id;
  const person = async (displayName: string) => {
    const one = await facts(database.as("owner"), () => database.clock.now()).person({ displayName });
    await database.as("owner").roleGrant.create({ data: { personId: one.id, role: "security_manager", grantedBy: "test", grantedAt: database.clock.now() } });
    return one;
  };
  [ada, ben] = [await person("Ada"), await person("Ben")];
});
beforeEach(() => database.clock.advance(60_000));

test("a set is what matched when it was reviewed, save what was taken out; none and nobody else's is refused", async () => {
  const [a, b, c] = [await make({ kind: "stripe_secret" }), await make({ kind: "stripe_secret", severity: "critical" }), await make()];
  const all = await reviewExposures(as(ada), { family: "Stripe,stripe_secret", except: [] });
  expect(all).toMatchObject({ count: 2, grave: 1, exposures: [{ id: b, severity: "critical" }, { id: a }] });
  expect(await reviewExposures(as(ada), { family: "Stripe,stripe_secret", except: [a] })).toMatchObject({ count: 1 });
  await expect(reviewExposures(as(ada), { q: "nothing is called that" })).rejects.toMatchObject({ code: "InvalidInput" });
  for (const role of ["auditor", "token_owner", "approver", "administrator"] as const)
    await expect(reviewExposures(as(ada, role), { only: [c] })).rejects.toMatchObject({ code: "Forbidden" });
  const { selection, digest } = all;
  const to = { act: { what: "triage" as const, to: "in_review" as const } };
  await expect(actOnExposures(as(ben), { selection, digest, ...to })).rejects.toMatchObject({ code: "NotFound" });
  await expect(actOnExposures(as(ada), { selection, digest: "0".repeat(64), ...to })).rejects.toMatchObject({ code: "Conflict" });
  await expect(actOnExposures(as(ada, "auditor"), { selection, digest, ...to })).rejects.toMatchObject({ code: "Forbidden" });
  expect(await states(a, b)).toEqual(["open", "open"]);
});

test("what moved since the review, and what can't move there, is left out with why; the rest goes back by one undo", async () => {
  const ids = [await make(), await make({ status: "in_review" }), await make({ status: "closed_proven" }), await make()] as [string, string, string, string];
  const { selection, digest } = await review(ids);
  await triageExposure(as(ben), { exposureId: ids[3], to: "in_review" });
  const outcome = await actOnExposures(as(ada), { selection, digest, act: { what: "triage", to: "remediating" } });
  expect(outcome.done).toBe(2);
  expect(outcome.left.map(({ id, reason }) => [id, reason])).toEqual([
    [ids[3], "It moved from open to in review."],
    [ids[2], "It is closed, proven and can’t become being remedied."],
  ]);
  expect(await states(...ids)).toEqual(["remediating", "remediating", "closed_proven", "in_review"]);
  expect(await undoBulk(as(ada), { selection, digest, what: "triage" })).toEqual({ done: 2, left: 2 });
  expect(await states(...ids)).toEqual(["open", "in_review", "closed_proven", "in_review"]);
  const log = await database.as("owner").auditEntry.findMany({ where: { subjectId: ids[0] }, orderBy: { id: "asc" } });
  expect(log.map(({ action }) => action)).toEqual(["exposure.triaged", "exposure.taken_back"]);
});

test("false positives: what is grave is proposed and stays open, the rest closes; undo ends both and leaves what others said", async () => {
  const ids = [await make(), await make({ severity: "critical" }), await make({ validity: "valid" }), await make()] as [string, string, string, string];
  await act([ids[3]], falsePositive, ben);
  const { reviewed, outcome } = await act(ids, falsePositive);
  expect([outcome.done, outcome.proposed, outcome.left.map(({ id }) => id)]).toEqual([1, 2, [ids[3]]]);
  expect(await states(...ids)).toEqual(["closed_false_positive", "open", "open", "closed_false_positive"]);
  expect(await undoBulk(as(ada), { ...reviewed, what: "false_positive" })).toEqual({ done: 3, left: 1 });
  expect(await states(...ids)).toEqual(["open", "open", "open", "closed_false_positive"]);
  expect(await database.as("owner").suppression.count({ where: { exposureId: { in: ids }, status: { in: ["active", "proposed"] } } })).toBe(1);
  await expect(act([ids[0]], { ...falsePositive, until: "2026-09-01" } as BulkAct)).rejects.toMatchObject({ code: "InvalidInput" });
});

test("opening false positives in bulk ends what was said of them", async () => {
  const id = await make();
  await act([id], falsePositive);
  await act([id], { what: "triage", to: "open" });
  expect(await states(id)).toEqual(["open"]);
  expect(await database.as("owner").suppression.findFirst({ where: { exposureId: id } })).toMatchObject({ status: "ended", endedBecause: "revoked" });
});

test("somebody active is assigned, and a day set, to all of it", async () => {
  const ids = [await make(), await make()];
  expect((await act(ids, { what: "assign", person: ben.id })).outcome.done).toBe(2);
  expect((await act(ids, { what: "due", day: "2026-10-20" })).outcome.done).toBe(2);
  const rows = await database.as("owner").exposure.findMany({ where: { id: { in: ids } } });
  expect(rows.map(({ assigneeId, dueAt }) => [assigneeId, dueAt?.toISOString()])).toEqual(Array(2).fill([ben.id, "2026-10-21T00:00:00.000Z"]));
  const gone = await facts(database.as("owner"), () => database.clock.now()).person({ status: "departed" });
  await expect(act(ids, { what: "assign", person: gone.id })).rejects.toMatchObject({ code: "InvalidInput" });
});
