import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { tokenPage } from "../tokens/token-page";
import { closeProven } from "./close-proven";
import { triageFinding } from "./triage-finding";

const database = testDatabase();
const is = () => facts(database.as("owner"), () => database.clock.now());

let tokenId: string;
let findingId: string;
let personId: string;
beforeEach(async () => {
  const connection = await is().connection();
  const token = await is().token(connection.id);
  tokenId = token.id;
  findingId = (await is().finding("no-owner", { tokenId })).id;
  personId = (await is().person()).id;
});
const stored = () => database.as("web").finding.findUniqueOrThrow({ where: { id: findingId } });
const manager = () => database.context("web", asPerson({ id: personId, displayName: "M" }, "security_manager"));
const execution = async ({ of = tokenId, ...fields }: { status: "proven" | "proving"; effect?: "dead" | "disabled"; of?: string }) =>
  (await is().execution(await database.as("owner").token.findUniqueOrThrow({ where: { id: of } }), personId, fields)).id;
const close = (executionId: string, role: "executor" | "web" = "executor") => {
  const ctx = database.context(role);
  return ctx.db.$transaction((tx) => closeProven(tx, ctx, { tokenId, executionId }));
};

test("the executor closes what a proven death makes false, once, with the execution as evidence", async () => {
  const executionId = await execution({ status: "proven" });
  expect(await close(executionId)).toBe(1);
  expect(await close(executionId)).toBe(0);
  expect(await stored()).toMatchObject({ status: "closed_proven", closedEvidence: { proof: { execution: executionId } } });
  expect(await database.as("web").auditEntry.findFirst({ where: { action: "findings.closed", subjectId: tokenId } })).toMatchObject({ dbRole: "executor" });
});

test.each([
  ["an execution that is still proving", () => execution({ status: "proving" })],
  ["a proven disabling", () => execution({ status: "proven", effect: "disabled" })],
  ["another token's death", async () => execution({ status: "proven", of: (await is().token((await is().connection()).id)).id })],
])("%s closes nothing", async (_name, make) => {
  await expect(close(await make())).rejects.toMatchObject({ code: "Conflict" });
  expect(await stored()).toMatchObject({ status: "open" });
});

test("web cannot close as proven, neither by the verb nor around it", async () => {
  const executionId = await execution({ status: "proven" });
  await expect(close(executionId, "web")).rejects.toThrow(/permission denied/);
  const ctx = { ...manager() };
  await expect(ctx.db.$transaction((tx) => closeProven(tx, ctx, { tokenId, executionId }))).rejects.toMatchObject({ code: "Forbidden" });
  await expect(database.as("web").$executeRaw`update finding set status = 'closed_proven' where id = ${findingId}::uuid`).rejects.toThrow(/may not move/);
});

test("a security manager triages; an auditor may not", async () => {
  const auditor = database.context("web", asPerson({ id: personId, displayName: "A" }, "auditor"));
  await expect(triageFinding(auditor, { findingId, to: "in_review" })).rejects.toMatchObject({ code: "Forbidden" });
  expect(await triageFinding(manager(), { findingId, to: "in_review" })).toEqual({ status: "in_review" });
  await triageFinding(manager(), { findingId, to: "closed_false_positive", reason: "a canary of ours" });
  expect(await stored()).toMatchObject({ status: "closed_false_positive", triagedBy: `person:${personId}`, triageNote: "a canary of ours" });
  expect((await tokenPage(manager(), tokenId)).findings[0]).toMatchObject({ status: "closed_false_positive", note: "a canary of ours" });
  await triageFinding(manager(), { findingId, to: "open" });
  expect(await stored()).toMatchObject({ status: "open" });
});

test("triage needs a reason for a false positive, a finding that exists, and one that may move", async () => {
  await expect(triageFinding(manager(), { findingId, to: "closed_false_positive", reason: " " })).rejects.toMatchObject({ code: "InvalidInput" });
  await expect(triageFinding(manager(), { findingId: randomUUID(), to: "in_review" })).rejects.toMatchObject({ code: "NotFound" });
  await close(await execution({ status: "proven" }));
  await expect(triageFinding(manager(), { findingId, to: "open" })).rejects.toMatchObject({ code: "Conflict" });
});
