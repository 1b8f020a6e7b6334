import { beforeAll, beforeEach, expect, test } from "vitest";
import type { RoleName } from "../../domain/roles";
import { waitingCounts } from "../../navigation/queries";
import { testDatabase } from "../../testkit/database";
import { asPerson, facts } from "../../testkit/facts";
import { exposurePage } from "../exposure-page";
import { endSuppression } from "../suppressions/end-suppression";
import { suppressExposure } from "../suppressions/suppress-exposure";
import { found } from "../testkit/found";
import { triageExposure } from "../triage-exposure";
import { answerRotation, withdrawRotation } from "./answer-rotation";
import { askRotation } from "./ask-rotation";
import { myRotations } from "./my-rotations";

// The owner of an exposed token is asked to rotate it; their word does not end that, facts do.

const database = testDatabase();
let source: string;
let connection: string;
let ada: { id: string; displayName: string };
let ben: typeof ada;
let eve: typeof ada;
const make = () => facts(database.as("owner"), () => database.clock.now());
const scanned = () => found(database.as("owner"), () => database.clock.now());
const as = (who: typeof ada, role: RoleName) => database.context("web", asPerson(who, role));
const manager = () => as(ada, "security_manager");
const owner = () => as(ben, "token_owner");

beforeAll(async () => {
  database.clock.set(new Date("2026-10-01T08:00:00Z"));
  source = (await scanned().source()).id;
  connection = (await make().connection({ name: "unleash-prod" })).id;
  [ada, ben, eve] = [await make().person({ displayName: "Ada" }), await make().person({ displayName: "Ben" }), await make().person({ displayName: "Eve" })];
});
beforeEach(() => database.clock.advance(1000));

/** An exposed token of Ben's. */
async function exposed(fields: { state?: "confirmed" | "suggested" } = {}) {
  const token = await make().token(connection, { name: "billing-sync" });
  await database.as("owner").ownership.create({
    data: { tokenId: token.id, personId: ben.id, backupPersonId: eve.id, state: "confirmed", setBy: "test", setAt: database.clock.now(), ...fields },
  });
  const { id } = await scanned().exposure({ tokenId: token.id, matchedBy: "sha256" }, [
    { sourceId: source, path: "a" },
    { sourceId: source, path: "b" },
  ]);
  return { id, token: token.id };
}
const mine = async (ctx = owner()) => (await myRotations(ctx)).map(({ id, state }) => [id, state]);

test("its confirmed owner finds it under My tokens with where it stands and how it is rotated; others don't", async () => {
  const { id } = await exposed();
  const { rotation } = await askRotation(manager(), { exposureId: id, note: "Please by Friday." });
  const [task] = await myRotations(owner());
  expect(task).toMatchObject({
    id: rotation,
    state: "asked",
    note: "Please by Friday.",
    asked: { by: "Ada" },
    places: 2,
    channels: ["code"],
    token: { name: "billing-sync", connection: "unleash-prod" },
    rotate: expect.stringContaining("GitHub"),
  });
  expect(await waitingCounts(owner())).toMatchObject({ "/my-tokens": 1 });
  for (const other of [as(eve, "token_owner"), manager()]) expect(await mine(other)).toEqual([]);
  expect(await exposurePage(manager(), id)).toMatchObject({
    row: { status: "remediating" },
    rotations: [{ state: "asked" }],
    notToAsk: expect.stringContaining("already"),
  });
  await expect(askRotation(manager(), { exposureId: id })).rejects.toMatchObject({ code: "Conflict" });
  await withdrawRotation(manager(), { rotationId: rotation });
  expect(await mine()).toEqual([]);
  await expect(answerRotation(owner(), { rotationId: rotation, answer: "rotated" })).rejects.toMatchObject({ code: "Conflict" });
});

test("that it is rotated has to be proven: it stays until the old one is refused, or dead", async () => {
  for (const proof of ["refused", "dead"] as const) {
    const { id, token } = await exposed();
    const { rotation } = await askRotation(manager(), { exposureId: id });
    await answerRotation(owner(), { rotationId: rotation, answer: "rotated" });
    expect(await mine()).toEqual([[rotation, "unproven"]]);
    expect(await exposurePage(manager(), id)).toMatchObject({ row: { status: "remediating" }, rotations: [{ state: "unproven", answer: { by: "Ben" } }] });
    if (proof === "refused") await database.as("collector").exposure.update({ where: { id }, data: { validity: "invalid" } });
    else await make().execution({ id: token, connectionId: connection }, ada.id, { status: "proven" });
    expect(await mine(), proof).toEqual([]);
    expect((await exposurePage(manager(), id)).rotations).toMatchObject([{ state: "done" }]);
    expect((await exposurePage(manager(), id)).notToAsk).toContain("does not work");
  }
});

test("who can't says why, is not asked on, and may be asked again", async () => {
  const { id } = await exposed();
  const { rotation } = await askRotation(manager(), { exposureId: id });
  await expect(answerRotation(owner(), { rotationId: rotation, answer: "cannot" })).rejects.toMatchObject({ code: "InvalidInput" });
  await expect(answerRotation(as(eve, "token_owner"), { rotationId: rotation, answer: "rotated" })).rejects.toMatchObject({ code: "NotFound" });
  await answerRotation(owner(), { rotationId: rotation, answer: "cannot", reason: "The vendor is closed." });
  expect(await mine()).toEqual([]);
  expect((await exposurePage(manager(), id)).rotations).toMatchObject([{ state: "cannot", answer: { reason: "The vendor is closed." } }]);
  await withdrawRotation(manager(), { rotationId: (await askRotation(manager(), { exposureId: id })).rotation });
});

test("the backup is asked for an owner who left; nobody where none is confirmed, or it is no token", async () => {
  const { id } = await exposed();
  const { rotation } = await askRotation(manager(), { exposureId: id });
  await database.as("owner").person.update({ where: { id: ben.id }, data: { status: "suspended" } });
  expect(await mine(as(eve, "token_owner"))).toEqual([[rotation, "asked"]]);
  await database.as("owner").person.update({ where: { id: ben.id }, data: { status: "active" } });
  await withdrawRotation(manager(), { rotationId: rotation });
  await expect(askRotation(manager(), { exposureId: (await exposed({ state: "suggested" })).id })).rejects.toThrow(/Nobody is confirmed/);
  await expect(askRotation(manager(), { exposureId: (await scanned().exposure({}, [{ sourceId: source }])).id })).rejects.toThrow(/no token/);
  for (const role of ["auditor", "token_owner", "approver", "administrator"] as const)
    await expect(askRotation(as(ada, role), { exposureId: id })).rejects.toMatchObject({ code: "Forbidden" });
});

test("nobody is asked for what is no secret; who was asked is not any more, for as long as that is said of it", async () => {
  await database.as("owner").roleGrant.create({ data: { personId: ada.id, role: "security_manager", grantedBy: "test", grantedAt: database.clock.now() } });
  const { id } = await exposed();
  const waiting = async () => (await waitingCounts(owner()))["/my-tokens"] ?? 0;
  const before = await waiting();
  const { rotation } = await askRotation(manager(), { exposureId: id });
  expect(await waiting()).toBe(before + 1);
  const { suppression } = await suppressExposure(manager(), { exposureId: id, reason: "A fixture.", until: "2026-11-01" });
  expect(await mine()).toEqual([]);
  expect(await waiting()).toBe(before);
  expect(await exposurePage(manager(), id)).toMatchObject({ rotations: [{ state: "withdrawn" }], notToAsk: expect.stringContaining("false positive") });
  await expect(askRotation(manager(), { exposureId: id })).rejects.toThrow(/false positive/);
  await expect(answerRotation(owner(), { rotationId: rotation, answer: "rotated" })).rejects.toMatchObject({ code: "Conflict" });
  await endSuppression(manager(), { suppressionId: suppression });
  expect(await mine()).toEqual([[rotation, "asked"]]);
  await database.as("owner").exposure.update({ where: { id }, data: { mark: "example" } });
  expect(await mine()).toEqual([]);
  await expect(askRotation(manager(), { exposureId: id })).rejects.toThrow(/not to be a live/);
});

test("taken back, the exposure stands where it stood, unless somebody moved it meanwhile", async () => {
  const status = async (id: string) => (await exposurePage(manager(), id)).row.status;
  for (const stood of ["open", "in_review"] as const) {
    const { id } = await exposed();
    if (stood === "in_review") await triageExposure(manager(), { exposureId: id, to: stood });
    const { rotation } = await askRotation(manager(), { exposureId: id });
    expect(await status(id)).toBe("remediating");
    await withdrawRotation(manager(), { rotationId: rotation });
    expect(await status(id)).toBe(stood);
  }
  const { id } = await exposed();
  const { rotation } = await askRotation(manager(), { exposureId: id });
  await triageExposure(manager(), { exposureId: id, to: "open" });
  await triageExposure(manager(), { exposureId: id, to: "remediating" });
  await withdrawRotation(manager(), { rotationId: rotation });
  expect(await status(id)).toBe("remediating");
});
