import { beforeAll, beforeEach, expect, test } from "vitest";
import type { RoleName } from "../../domain/roles";
import { testDatabase } from "../../testkit/database";
import { asPerson, facts } from "../../testkit/facts";
import { exposurePage } from "../exposure-page";
import { found } from "../testkit/found";
import { made } from "../testkit/made-secrets";
import { triageExposure } from "../triage-exposure";
import { countHits } from "./count-hits";
import { decideSuppression } from "./decide-suppression";
import { endDueSuppressions } from "./end-due-suppressions";
import { endSuppression } from "./end-suppression";
import { listSuppressions } from "./list-suppressions";
import { suppressExposure } from "./suppress-exposure";

// A false positive is said of the secret until a day; of one that works or is critical by two people, and the database holds that against web itself.

const database = testDatabase();
const day = 86_400_000;
let source: string;
let ada: Awaited<ReturnType<typeof person>>;
let ben: typeof ada;
let eve: typeof ada;
const person = async (displayName: string, ...roles: RoleName[]) => {
  const made = await facts(database.as("owner"), () => database.clock.now()).person({ displayName });
  for (const role of roles)
    await database.as("owner").roleGrant.create({ data: { personId: made.id, role, grantedBy: "test", grantedAt: database.clock.now() } });
  return made;
};
const as = (who: typeof ada, role: RoleName = "security_manager") => database.context("web", asPerson(who, role));
const collector = () => database.context("collector");
const one = (fields: Parameters<ReturnType<typeof found>["exposure"]>[0] = {}) =>
  found(database.as("owner"), () => database.clock.now()).exposure({ severity: "medium", ...fields }, [{ sourceId: source }]);
const statusOf = async (id: string) => (await database.as("owner").exposure.findUniqueOrThrow({ where: { id } })).status;
const until = (days: number) => new Date(database.clock.now().getTime() + days * day).toISOString().slice(0, 10);
const suppress = (exposureId: string, who = ada, days = 30) => suppressExposure(as(who), { exposureId, reason: "Made up for a slide.", until: until(days) });

beforeAll(async () => {
  database.clock.set(new Date("2026-10-01T08:00:00Z"));
  source = (await found(database.as("owner"), () => database.clock.now()).source()).id;
  [ada, ben, eve] = [await person("Ada", "security_manager"), await person("Ben", "security_manager"), await person("Eve", "auditor")];
});
beforeEach(() => database.clock.advance(1000));

test("one that nobody knows to work is closed at once, with reason and day, and opened again by taking it back", async () => {
  const { id } = await one();
  expect(await suppress(id)).toMatchObject({ status: "active", was: "open" });
  expect(await exposurePage(as(eve, "auditor"), id)).toMatchObject({
    row: { status: "closed_false_positive", note: "Made up for a slide.", suppression: { status: "active" } },
    suppressions: [{ status: "active", secondNeeded: false, proposed: { name: "Ada" }, decided: null, hits: 0 }],
    decider: null,
  });
  await expect(suppress(id)).rejects.toMatchObject({ code: "Conflict" });
  await triageExposure(as(ben), { exposureId: id, to: "open" });
  expect(await exposurePage(as(ada), id)).toMatchObject({ row: { status: "open", suppression: null }, suppressions: [{ ended: { because: "revoked" } }] });
  const again = await suppress(id);
  await endSuppression(as(ben), { suppressionId: again.suppression });
  expect(await statusOf(id)).toBe("open");
  await expect(endSuppression(as(ben), { suppressionId: again.suppression })).rejects.toMatchObject({ code: "Conflict" });
});

test("without a reason, for the past, for longer than a year, with a secret in the reason or without the role it can't be said", async () => {
  const { id: exposureId } = await one();
  const say = (given: object, who = as(ada)) => suppressExposure(who, { exposureId, reason: "A slide.", until: until(5), ...given });
  for (const wrong of [{ reason: "  " }, { until: until(-1) }, { until: until(400) }, { until: "soon" }, { reason: `It is ${made.github("reason")}` }])
    await expect(say(wrong), JSON.stringify(wrong)).rejects.toMatchObject({ code: "InvalidInput" });
  await expect(say({ reason: `It is ${made.github("reason")}` })).rejects.not.toThrow(made.github("reason"));
  for (const role of ["auditor", "token_owner", "approver", "administrator"] as const)
    await expect(say({}, as(eve, role)), role).rejects.toMatchObject({ code: "Forbidden" });
  expect(await say({})).toMatchObject({ status: "active" });
});

test.each([{ severity: "critical" }, { validity: "valid" }] as const)(
  "for one that is %o it is a proposal: nothing is hidden before somebody else agrees",
  async (grave) => {
    const { id } = await one(grave);
    const { suppression, status } = await suppress(id);
    expect([status, await statusOf(id)]).toEqual(["proposed", "open"]);
    expect((await listSuppressions(as(ben), { view: "waiting" })).rows.map(({ id }) => id)).toContain(suppression);
    const decide = (who: typeof ada, agree: boolean, reason = "") => decideSuppression(as(who), { suppressionId: suppression, agree, reason });
    await expect(decide(ada, true)).rejects.toMatchObject({ code: "Forbidden" });
    await expect(decide(ben, false)).rejects.toMatchObject({ code: "InvalidInput" });
    await expect(decideSuppression(as(eve, "auditor"), { suppressionId: suppression, agree: true })).rejects.toMatchObject({ code: "Forbidden" });
    await decide(ben, true);
    expect(await statusOf(id)).toBe("closed_false_positive");
    await expect(decide(ben, true)).rejects.toMatchObject({ code: "Conflict" });
  },
);

test("the second person may decline, the proposer withdraw; then it stays open and can be proposed anew", async () => {
  const { id } = await one({ severity: "critical" });
  await decideSuppression(as(ben), { suppressionId: (await suppress(id)).suppression, agree: false, reason: "It is in use." });
  await endSuppression(as(ada), { suppressionId: (await suppress(id)).suppression });
  expect((await exposurePage(as(ada), id)).suppressions).toMatchObject([
    { status: "ended", ended: { because: "withdrawn" } },
    { status: "declined", decided: { name: "Ben", reason: "It is in use." } },
  ]);
  expect(await statusOf(id)).toBe("open");
  expect((await suppress(id, ben)).status).toBe("proposed");
});

test("whoever owns web's database role forges no second person and hides nothing grave", async () => {
  const web = database.as("web");
  const { id } = await one({ severity: "critical" });
  const forged = (fields: object) =>
    web.suppression.create({
      data: {
        id: crypto.randomUUID(),
        exposureId: id,
        reason: "-",
        expiresAt: new Date(database.clock.now().getTime() + 90 * day),
        was: "open",
        proposedBy: ada.id,
        proposedAt: database.clock.now(),
        ...fields,
      },
    });
  await expect(forged({ decidedBy: ben.id, decidedAt: database.clock.now() })).rejects.toThrow(/may not begin/);
  await expect(forged({ proposedBy: eve.id })).rejects.toThrow(/no security manager/);
  // what it says of the state is not believed
  const { id: proposal, status } = await forged({ status: "active", secondNeeded: false });
  expect(status).toBe("proposed");
  const move = (data: object) => web.suppression.update({ where: { id: proposal }, data });
  await expect(move({ status: "active" })).rejects.toThrow(/second security manager/);
  await expect(move({ status: "active", decidedBy: ada.id })).rejects.toThrow();
  await expect(move({ status: "active", decidedBy: eve.id })).rejects.toThrow(/second security manager/);
  await expect(move({ secondNeeded: false })).rejects.toThrow(/permission denied/);
  await expect(move({ proposedBy: ben.id })).rejects.toThrow(/permission denied/);
  await expect(move({ expiresAt: new Date("2030-01-01") })).rejects.toThrow(/permission denied/);
  const close = () => web.exposure.update({ where: { id }, data: { status: "closed_false_positive" } });
  await expect(close()).rejects.toThrow(/no suppression/);
  await expect(web.$executeRaw`delete from suppression`).rejects.toThrow(/permission denied/);
  // the right two people can
  await decideSuppression(as(ben), { suppressionId: proposal, agree: true });
  expect(await statusOf(id)).toBe("closed_false_positive");
  await expect(move({ status: "declined" })).rejects.toThrow(/may not move/);
});

test("whoever owns web's database role accepts no exposure and moves none to where facts alone lead; people's own states they set", async () => {
  const web = database.as("web");
  const { id } = await one({ severity: "critical" });
  const set = (status: string) => web.$executeRaw`update exposure set status = ${status}::finding_status where id = ${id}::uuid`;
  for (const status of ["accepted", "regressed", "closed_proven"]) await expect(set(status), status).rejects.toThrow(/may not move/);
  expect(await statusOf(id)).toBe("open");
  for (const status of ["in_review", "remediating", "open"] as const) {
    await set(status);
    expect(await statusOf(id)).toBe(status);
  }
});

test("one that turned out to work after one person had suppressed it does not close by that again", async () => {
  const { id } = await one();
  await suppress(id);
  await database.as("owner").exposure.update({ where: { id }, data: { status: "regressed", validity: "valid", severity: "critical" } });
  await expect(database.as("web").exposure.update({ where: { id }, data: { status: "closed_false_positive" } })).rejects.toThrow(/no suppression/);
  await endDueSuppressions(collector());
  expect((await exposurePage(as(ada), id)).suppressions).toMatchObject([{ status: "ended", ended: { because: "outgrown" } }]);
  expect(await statusOf(id)).toBe("regressed");
});

test("it counts what it hid, lists what hid nothing, and ends by its day: what was seen meanwhile came back, the rest is open", async () => {
  const [seen, unseen, proposed] = [await one(), await one(), await one({ severity: "critical" })];
  const ids = [];
  for (const { id } of [seen, unseen, proposed]) ids.push((await suppress(id, ada, 3)).suppression);
  await database.as("collector").$transaction((tx) => countHits(tx, collector(), [seen.id, seen.id, proposed.id]));
  const unused = async () => (await listSuppressions(as(eve, "auditor"), { view: "unused" })).rows.map(({ id }) => id);
  expect(await unused()).toContain(ids[1]);
  expect(await unused()).not.toContain(ids[0]);
  expect((await exposurePage(as(ada), seen.id)).suppressions).toMatchObject([{ hits: 2, lastHit: expect.any(String) }]);
  database.clock.advance(2 * day);
  expect(await endDueSuppressions(collector())).toBe(0);
  database.clock.advance(2 * day);
  expect(await endDueSuppressions(collector())).toBe(3);
  expect(await Promise.all([seen, unseen, proposed].map(({ id }) => statusOf(id)))).toEqual(["regressed", "open", "open"]);
  expect((await exposurePage(as(ada), seen.id)).audit?.map(({ action }) => action)).toContain("exposure.suppression_expired");
  await expect(decideSuppression(as(ben), { suppressionId: ids[2] as string, agree: true })).rejects.toMatchObject({ code: "Conflict" });
});

test("what is closed without a suppression in force comes back, whoever ended that; what is under one stays", async () => {
  const [cut, hit, kept] = [await one(), await one(), await one()];
  const said = [];
  for (const { id } of [cut, hit, kept]) said.push((await suppress(id, ada, 300)).suppression);
  await database.as("collector").$transaction((tx) => countHits(tx, collector(), [hit.id]));
  // by whoever owns web's database role: the suppression ends, and the exposure is left where it is
  for (const id of said.slice(0, 2)) await database.as("web").suppression.update({ where: { id }, data: { status: "ended", endedBy: "nobody" } });
  await endDueSuppressions(collector());
  expect(await Promise.all([cut, hit, kept].map(({ id }) => statusOf(id)))).toEqual(["open", "regressed", "closed_false_positive"]);
  const log = await database.as("owner").auditEntry.findMany({ where: { action: "exposure.reopened" }, orderBy: { id: "asc" } });
  expect(log.map(({ subjectId, dbRole }) => [subjectId, dbRole]).sort()).toEqual([cut, hit].map(({ id }) => [id, "collector"]).sort());
  expect(await endDueSuppressions(collector())).toBe(0);
});

test("one that is said to have begun in the future, so that its year never ends, ends at once", async () => {
  const { id } = await one();
  const [proposedAt, expiresAt] = [new Date("2090-01-01"), new Date("2090-12-31")];
  const web = database.as("web");
  await web.suppression.create({
    data: { id: crypto.randomUUID(), exposureId: id, reason: "-", expiresAt, was: "open", proposedBy: ada.id, proposedAt },
  });
  await web.exposure.update({ where: { id }, data: { status: "closed_false_positive" } });
  await endDueSuppressions(collector());
  expect(await statusOf(id)).toBe("open");
  expect((await exposurePage(as(ada), id)).suppressions).toMatchObject([{ status: "ended", ended: { because: "too_long" } }]);
});

test("the list is read page by page, each once, and by roles alone", async () => {
  for (let n = 0; n < 3; n++) {
    await suppress((await one()).id);
    database.clock.advance(1000);
  }
  let [seen, cursor]: [string[], string | null] = [[], ""];
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof listSuppressions>> = await listSuppressions(as(ada), { cursor, limit: 1 });
    seen = [...seen, ...page.rows.map(({ id }) => id)];
    cursor = page.next;
  }
  const { rows, counts } = await listSuppressions(as(ada), {});
  expect(seen).toEqual(rows.map(({ id }) => id));
  expect(counts.living).toBe(rows.length);
  await expect(listSuppressions(database.context("web", asPerson(eve)), {})).rejects.toMatchObject({ code: "Forbidden" });
});
