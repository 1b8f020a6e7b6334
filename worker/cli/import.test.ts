import { randomBytes, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../lib/testkit/database";
import { importFile, pieces } from "../collector/imports/testkit/import-file";
import { pretendHost } from "./testkit/pretend-host";

const database = testDatabase();
let host: Awaited<ReturnType<typeof pretendHost>>;
beforeAll(async () => {
  database.clock.set(new Date());
  host = await pretendHost(database, randomUUID());
  const pepper = JSON.stringify({ current: 1, peppers: { 1: randomBytes(32).toString("base64") } });
  await writeFile(path.join(host.folder, "collector", "pepper.json"), pepper, { mode: 0o600 });
});

test("a file whose import broke off is gone on with by the same command, without any --map", async () => {
  const text = Buffer.from(`id,type\n${Array.from({ length: 400 }, (_, n) => `c${n},api_key`).join("\n")}\n`);
  const file = host.file("keys.csv");
  await writeFile(file, text);
  async function* cut() {
    yield* pieces(text.subarray(0, text.length / 2), 1_000);
    throw new Error("gone");
  }
  const { run: broken } = await importFile(database, cut(), { source: "keys", fileName: "keys.csv", bytes: text.length, limits: { batchRows: 50 } });
  expect(broken.status).toBe("failed");
  expect(broken.created).toBeGreaterThan(50);
  const mapped = await host.countersign("import", "tokens", file, "--source", "another", "--map", "id=id", "--map", "type=class", "--json");
  expect([mapped.code, JSON.parse(mapped.out)]).toMatchObject([0, { created: 400, mapping: { id: "id", class: "type" } }]);

  const again = await host.countersign("import", "tokens", file, "--json");
  expect([again.code, JSON.parse(again.out)]).toMatchObject([0, { id: broken.id, status: "succeeded", read: 400, created: 400, unchanged: 0 }]);
  expect(await database.as("owner").importRun.count({ where: { source: "keys" } })).toBe(1);
});

test("a mapping that is none is refused, and nothing is imported", async () => {
  const before = await database.as("owner").importRun.count();
  expect(await host.countersign("import", "tokens", "keys.csv", "--map", "id").catch((error: Error) => error.message)).toContain(
    "--map id is not column=field.",
  );
  expect(await database.as("owner").importRun.count()).toBe(before);
});
