import { expect, test } from "vitest";
import { fingerprint } from "../../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../../lib/testkit/database";
import { facts } from "../../../../lib/testkit/facts";
import { importFile, pepper } from "../testkit/import-file";

const database = testDatabase();
const empty = testDatabase();
const owner = () => database.as("owner");

test("a first file that was overtaken is written beside what came meanwhile, and joined with it", async () => {
  const make = facts(owner(), () => database.clock.now());
  await make.person({ displayName: "Ada Lovelace", userName: "ada" });
  const other = await make.connection({ name: "billing", connector: "directus" });
  const rows = (first: number) => Array.from({ length: 50 }, (_, n) => `key-${first + n},api_key,canary-overtaken-${first + n},ada,Backups\n`).join("");
  let met = "";
  async function* overtaken() {
    yield Buffer.from(`id,class,secret,owner,purpose\n${rows(0)}`);
    const token = await make.token(other.id, {});
    met = token.handleKey;
    const { kind, value, pepperVersion } = fingerprint(pepper, "canary-overtaken-7");
    await owner().tokenFingerprint.create({ data: { tokenId: token.id, kind, value, pepperVersion: pepperVersion as number } });
    yield Buffer.from(rows(50));
  }
  const { run } = await importFile(database, overtaken(), { source: "listing", bytes: 10, limits: { batchRows: 20, loadFromBytes: 1 } });
  expect(run).toMatchObject({ status: "succeeded", read: 100, created: 100, rejected: 0 });
  expect(await owner().token.count()).toBe(101);
  expect(await owner().tokenFingerprint.count()).toBe(101);
  expect(await owner().ownership.count({ where: { state: "confirmed", purpose: "Backups" } })).toBe(100);
  const joined = await owner().token.findMany({ where: { mergedInto: { not: null } } });
  const pair = await owner().token.findMany({ where: { OR: [{ id: joined[0]?.id as string }, { id: joined[0]?.mergedInto as string }] } });
  expect(joined).toHaveLength(1);
  expect(pair.map(({ handleKey }) => handleKey).sort()).toEqual([met, '{"id":"key-7"}'].sort());
  expect(await owner().reevaluation.count({ where: { connectionId: { not: null } } })).toBe(1);
});

test("a first file that is cancelled or breaks off while its rows wait brings nothing, and is read anew", async () => {
  const text = Buffer.from(`id,class,secret\n${Array.from({ length: 300 }, (_, n) => `again-${n},api_key,canary-again-${n}\n`).join("")}`);
  const fresh = empty.as("owner");
  const given = { bytes: 10, limits: { batchRows: 50, loadFromBytes: 1 } };
  const waiting = async () => [await fresh.token.count(), await fresh.$queryRaw`select relname from pg_class where relname like 'import_stage%'`];
  async function* cancelled() {
    yield text.subarray(0, 6_000);
    await fresh.importRun.updateMany({ data: { cancelledBy: "mira" } });
    yield text.subarray(6_000);
  }
  expect((await importFile(empty, cancelled(), { ...given, source: "cancelled" })).run).toMatchObject({ status: "cancelled", created: 0 });
  expect(await waiting()).toEqual([0, []]);
  async function* broken() {
    yield text.subarray(0, 6_000);
    throw new Error("gone");
  }
  const { run } = await importFile(empty, broken(), { ...given, source: "broken" });
  expect(run).toMatchObject({ status: "failed", created: 0 });
  expect(await waiting()).toEqual([0, []]);
  const rest = await importFile(empty, text, { ...given, id: run.id });
  expect(rest.run).toMatchObject({ status: "succeeded", read: 300, created: 300, rejected: 0 });
  expect(await waiting()).toEqual([300, []]);
});
