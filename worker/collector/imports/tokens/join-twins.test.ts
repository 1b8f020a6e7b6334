import { expect, test } from "vitest";
import { testDatabase } from "../../../../lib/testkit/database";
import { importFile, pieces } from "../testkit/import-file";

const database = testDatabase();
const owner = () => database.as("owner");
const listing = (prefix: string, secrets: readonly string[]) =>
  `id,class,secret\n${secrets.map((secret, n) => `${prefix}${n},api_key,canary-${secret}`).join("\n")}\n`;
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => String(from + n));
const merged = (name: string) => owner().token.count({ where: { connection: { name }, mergedInto: { not: null } } });

test("two listings that bring the same tokens at the same time: the later sees both", async () => {
  const limits = { batchRows: 20 };
  const ended = await Promise.all(
    ["one", "two"].map((source) => importFile(database, listing(source, numbered(0, 150)), { source, fileName: source, limits })),
  );
  expect(ended.map(({ run }) => run)).toMatchObject([{ created: 150 }, { created: 150 }]);
  expect([await merged("one"), await merged("two")].sort()).toEqual([0, 150]);
});

test("few are looked up by index, beside many fingerprints; more than a tenth of them by one look over all", async () => {
  await importFile(database, listing("many", numbered(1_000, 1_300)), { source: "many" });
  await owner().$executeRaw`analyze token_fingerprint`;
  await importFile(database, listing("few", ["1001", "1002", "of its own", "its twin", "its twin"]), { source: "few" });
  expect(await merged("few")).toBe(3);
  await importFile(database, listing("more", [...numbered(1_100, 1_300), "1250", "1001"]), { source: "more" });
  expect(await merged("more")).toBe(202);
  const groups = await owner().$queryRaw<{ n: bigint }[]>`
    select count(distinct coalesce(t.merged_into, t.id)) as n from token_fingerprint f join token t on t.id = f.token_id group by f.kind, f.value having count(*) > 1`;
  expect(new Set(groups.map(({ n }) => n))).toEqual(new Set([1n]));
});

test("twins that were taken in before an upload broke off are joined when it goes on", async () => {
  const text = Buffer.from(listing("broken", [...numbered(2_000, 2_100), ...numbered(2_000, 2_100), ...numbered(3_000, 3_200)]));
  async function* cut() {
    for await (const piece of pieces(text, 500)) {
      yield piece;
      if (piece.byteOffset - text.byteOffset > text.length * 0.7) throw new Error("gone");
    }
  }
  const { run } = await importFile(database, cut(), { source: "broken", limits: { batchRows: 30 } });
  expect(run).toMatchObject({ status: "failed" });
  expect(run.created).toBeGreaterThan(200);
  expect(await merged("broken")).toBe(0);
  await owner().$executeRaw`analyze token_fingerprint`;
  expect((await importFile(database, text, { id: run.id, source: "broken", limits: { batchRows: 30 } })).run).toMatchObject({
    status: "succeeded",
    created: 400,
  });
  expect(await merged("broken")).toBe(100);
});
