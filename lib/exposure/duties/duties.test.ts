import { beforeAll, beforeEach, expect, test } from "vitest";
import type { RoleName } from "../../domain/roles";
import { testDatabase } from "../../testkit/database";
import { asPerson, facts } from "../../testkit/facts";
import { countExposures } from "../count-facets";
import { exposurePage } from "../exposure-page";
import { listExposures } from "../list-exposures";
import { found } from "../testkit/found";
import { made } from "../testkit/made-secrets";
import { assignExposure } from "./assign-exposure";
import { commentExposure, commentsOf } from "./comments";
import { dueRules, setDueRule } from "./due-rules";
import { setDue } from "./set-due";

// Who sees to an exposure, by when, and what was said about it.

const database = testDatabase();
const day = 86_400_000;
let source: string;
let ada: { id: string; displayName: string };
const as = (role: RoleName = "security_manager") => database.context("web", asPerson(ada, role));
const scanned = () => found(database.as("owner"), () => database.clock.now());
const one = (fields: Parameters<ReturnType<typeof found>["exposure"]>[0] = {}) => scanned().exposure(fields, [{ sourceId: source }]);
const dueOf = async (id: string) => (await exposurePage(as(), id)).row.due?.slice(0, 10) ?? null;
const others = ["auditor", "token_owner", "approver", "administrator"] as const;

beforeAll(async () => {
  database.clock.set(new Date("2026-10-01T08:00:00Z"));
  source = (await scanned().source()).id;
  ada = await facts(database.as("owner"), () => database.clock.now()).person({ displayName: "Ada" });
});
beforeEach(() => database.clock.advance(1000));

test("it is due by how grave it is and whether it works; what is closed or known not to be live is not", async () => {
  const due = async (fields: Parameters<typeof one>[0]) => dueOf((await one(fields)).id);
  expect(await due({ severity: "critical" })).toBe("2026-10-02");
  expect(await due({ severity: "medium", validity: "valid" })).toBe("2026-10-02");
  expect(await due({ severity: "high" })).toBe("2026-10-08");
  expect(await due({ severity: "medium" })).toBe("2026-10-31");
  expect(await due({ severity: "low" })).toBe("2026-12-30");
  for (const none of [{ severity: "info" }, { mark: "example" }, { status: "closed_proven" }] as const)
    expect(await due(none), JSON.stringify(none)).toBeNull();
});

test("a rule is changed with a reason, and moves what is open; a day set by hand stays until it is left to the rules again", async () => {
  const [{ id }, { id: byHand }] = [await one({ severity: "low" }), await one({ severity: "low" })];
  expect(await setDue(as(), { exposureId: byHand, day: "2026-10-05" })).toEqual({ due: new Date("2026-10-06T00:00:00Z") });
  expect((await dueRules(as("auditor")))[3]).toMatchObject({ basis: "low", days: 90, set: null });
  await setDueRule(as(), { basis: "low", days: 10, reason: "We have few." });
  expect((await dueRules(as("auditor")))[3]).toMatchObject({ days: 10, reason: "We have few.", set: { by: "Ada" } });
  expect([await dueOf(id), await dueOf(byHand)]).toEqual(["2026-10-11", "2026-10-06"]);
  expect((await exposurePage(as(), byHand)).dueByHand).toBe(true);
  await setDue(as(), { exposureId: byHand, day: null });
  await setDueRule(as(), { basis: "low", days: null, reason: "None." });
  expect([await dueOf(id), await dueOf(byHand)]).toEqual([null, null]);
  await expect(setDueRule(as(), { basis: "low", days: -1, reason: "-" })).rejects.toMatchObject({ code: "InvalidInput" });
  await setDueRule(as(), { basis: "low", days: 90, reason: "Once a quarter." });
});

test("what is overdue is filtered, counted and sorted", async () => {
  const { id } = await one({ severity: "critical", detectedAt: new Date(database.clock.now().getTime() - 3 * day) });
  const { rows } = await listExposures(as("auditor"), { sort: "due" });
  expect(rows[0]?.id).toBe(id);
  expect(rows.map(({ due }) => due ?? "9")).toEqual(rows.map(({ due }) => due ?? "9").sort());
  expect((await listExposures(as("auditor"), { due: "overdue" })).rows.map((row) => row.id)).toEqual([id]);
  const { facets } = await countExposures(as("auditor"), {});
  for (const { value, count } of facets.due) expect((await listExposures(as("auditor"), { due: value })).rows, value).toHaveLength(count);
});

test("it is assigned to somebody active, and taken away again; who is assigned is a filter", async () => {
  const { id } = await one();
  const gone = await facts(database.as("owner"), () => database.clock.now()).person({ status: "departed", displayName: "Gone" });
  expect(await assignExposure(as(), { exposureId: id, person: ada.id })).toEqual({ was: null, assignee: ada.id });
  await expect(assignExposure(as(), { exposureId: id, person: gone.id })).rejects.toMatchObject({ code: "InvalidInput" });
  await expect(assignExposure(as(), { exposureId: crypto.randomUUID(), person: ada.id })).rejects.toMatchObject({ code: "NotFound" });
  expect((await listExposures(as(), { assignee: ada.id })).rows).toMatchObject([{ id, assignee: { name: "Ada" } }]);
  expect((await countExposures(as(), {})).facets.assignee).toContainEqual({ value: ada.id, count: 1, name: "Ada" });
  expect(await assignExposure(as(), { exposureId: id, person: null })).toEqual({ was: ada.id, assignee: null });
  expect((await exposurePage(as(), id)).audit?.map(({ action }) => action)).toEqual(["exposure.assigned", "exposure.assigned"]);
});

test("what is said stays as it was said, hostile text included; no secret is kept, and nobody takes it back", async () => {
  const { id } = await one();
  const hostile = `<img src=x onerror=alert(1)>\u202E\0 it's`;
  await commentExposure(as(), { exposureId: id, body: hostile });
  const { rows, total } = await commentsOf(as("auditor"), id);
  expect([rows[0]?.body.startsWith("<img src=x"), rows[0]?.body.includes("\0"), rows[0]?.by.name, total]).toEqual([true, false, "Ada", 1]);
  await expect(commentExposure(as(), { exposureId: id, body: `see ${made.stripe("comment")}` })).rejects.toMatchObject({ code: "InvalidInput" });
  await expect(commentExposure(as(), { exposureId: id, body: " " })).rejects.toMatchObject({ code: "InvalidInput" });
  const web = database.as("web");
  await expect(web.$executeRaw`update exposure_comment set body = ''`).rejects.toThrow(/permission denied/);
  await expect(web.$executeRaw`delete from exposure_comment`).rejects.toThrow(/permission denied/);
  const entries = await database.as("owner").auditEntry.findMany({ where: { action: "exposure.commented" } });
  expect(JSON.stringify(entries.map(({ detail }) => detail))).not.toContain("img");
});

test("those who only read change none of it", async () => {
  const { id: exposureId } = await one();
  for (const role of others) {
    for (const refused of [
      assignExposure(as(role), { exposureId, person: ada.id }),
      setDue(as(role), { exposureId, day: "2026-10-05" }),
      commentExposure(as(role), { exposureId, body: "Mine." }),
      setDueRule(as(role), { basis: "low", days: 1, reason: "-" }),
    ])
      await expect(refused, role).rejects.toMatchObject({ code: "Forbidden" });
  }
  await expect(commentsOf(database.context("web", asPerson(ada)), exposureId)).rejects.toMatchObject({ code: "Forbidden" });
});
