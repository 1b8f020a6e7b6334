import { expect, test } from "vitest";
import { fingerprint } from "../../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../../lib/testkit/database";
import { facts } from "../../../../lib/testkit/facts";
import { importFile, pepper } from "../testkit/import-file";

const database = testDatabase();
const owner = () => database.as("owner");

test("a first file that was overtaken is written beside what came meanwhile, and joined with it", async () => {
  const make = facts(owner(), () => database.clock.now());
  await make.person({ displayName: "Ada Lovelace", userName: "ada" });
  const other = await make.connection({ name: "billing", connector: "directus" });
  const rows = (first: number) => Array.from({ length: 50 }, (_, n) => `key-${first + n},api_key,canary-overtaken-${first + n},ada,Backups\n`).join("");
  async function* overtaken() {
    yield Buffer.from(`id,class,secret,owner,purpose\n${rows(0)}`);
    const token = await make.token(other.id, {});
    const { kind, value, pepperVersion } = fingerprint(pepper, "canary-overtaken-7");
    await owner().tokenFingerprint.create({ data: { tokenId: token.id, kind, value, pepperVersion: pepperVersion as number } });
    yield Buffer.from(rows(50));
  }
  const { run } = await importFile(database, overtaken(), { source: "listing", bytes: 10, limits: { batchRows: 20, loadFromBytes: 1 } });
  expect(run).toMatchObject({ status: "succeeded", read: 100, created: 100, rejected: 0 });
  expect(await owner().token.count()).toBe(101);
  expect(await owner().tokenFingerprint.count()).toBe(101);
  expect(await owner().ownership.count({ where: { state: "confirmed", purpose: "Backups" } })).toBe(100);
  const [joined] = await owner().token.findMany({ where: { mergedInto: { not: null } }, select: { handleKey: true, connectionId: true } });
  expect(joined).toBeDefined();
  expect(await owner().token.count({ where: { mergedInto: { not: null } } })).toBe(1);
  expect(await owner().reevaluation.count({ where: { connectionId: { not: null } } })).toBe(1);
});
