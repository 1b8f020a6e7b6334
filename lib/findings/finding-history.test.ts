import { beforeAll, expect, test } from "vitest";
import { judged } from "../detection/testkit/judged";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { tokenPage } from "../tokens/token-page";
import { closeProven } from "./close-proven";
import { closingWords } from "./finding-history";
import { listFindings } from "./list-findings";
import { triageFinding } from "./triage-finding";

const database = testDatabase();
const given = judged(database);
const manager = () => database.context("web", asPerson({ id: mira, displayName: "Mira Koh" }, "security_manager"));
let connection: string;
let mira: string;

beforeAll(async () => {
  connection = await given.connection();
  mira = (await given.is().person({ displayName: "Mira Koh" })).id;
});
const day = (n: number) => database.clock.set(new Date(Date.UTC(2026, 10, n)));
const iso = (n: number) => new Date(Date.UTC(2026, 10, n)).toISOString();
const said = async (token: string, rule = "no-owner") => (await tokenPage(manager(), token)).findings.find((finding) => finding.rule === rule);
const life = async (token: string) =>
  (await tokenPage(manager(), token)).life.filter(({ what }) => what.endsWith("No owner")).map(({ at, what }) => [at, what]);

test("facts close a finding with a reason, which stays when it comes back, and both stand on its life line", async () => {
  day(2);
  const { id } = await given.token(connection);
  await given.evaluate(id);
  expect(await said(id)).toMatchObject({ status: "open", closing: null, regressedAt: null, triage: null, firstSeen: iso(2), due: expect.any(String) });
  day(4);
  await given.owned(id, { personId: mira });
  await given.evaluate(id);
  const closing = { at: iso(4), because: "a person confirmed ownership", proof: null };
  expect(await said(id)).toMatchObject({ status: "closed_proven", closing, regressedAt: null });
  day(6);
  await database.as("owner").ownership.delete({ where: { tokenId: id } });
  await given.evaluate(id);
  expect(await said(id)).toMatchObject({ status: "regressed", closing, regressedAt: iso(6) });
  const told = [
    [iso(2), "Found: No owner"],
    [iso(4), "No longer the case: No owner"],
    [iso(6), "Came back: No owner"],
  ];
  expect(await life(id)).toEqual(told);
  const { rows } = await listFindings(manager(), { token: id, rule: "no-owner" });
  expect(rows).toMatchObject([{ closing, regressedAt: iso(6), closedAt: null }]);
  day(8);
  await triageFinding(manager(), { findingId: rows[0]?.id ?? "", to: "closed_false_positive", reason: "a canary" });
  expect(await said(id)).toMatchObject({ closing, triage: { by: "Mira Koh", at: expect.any(String), to: "closed_false_positive" }, note: "a canary" });
  expect((await life(id)).slice(0, 3)).toEqual(told);
  expect((await life(id)).map(([, what]) => what)).toContain("Said to be wrong: No owner");
});

test.each([
  ["record", "the token is proven dead: its system’s own record says so"],
  ["refused", "the token is proven dead: the token itself was refused"],
  [undefined, "the token is proven dead"],
])("a proof of death is named as what closed it, by its basis %s and its request", async (basis, words) => {
  day(10);
  const token = await given.token(connection);
  await given.evaluate(token.id);
  const { id, requestId } = await given.is().execution(token, mira, { status: "proven", ...(basis ? { proof: { basis } } : {}) });
  const executor = database.context("executor");
  await executor.db.$transaction((tx) => closeProven(tx, executor, { tokenId: token.id, executionId: id }));
  const { number } = await database.as("web").request.findUniqueOrThrow({ where: { id: requestId } });
  const { closing } = (await said(token.id)) ?? {};
  expect(closing).toMatchObject({ at: iso(10), proof: { request: number, basis: basis ?? null, at: iso(10) } });
  expect(closing && closingWords(closing)).toBe(words);
});
