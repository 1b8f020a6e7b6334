import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { copying } from "./copying";

const database = testDatabase();
const collector = () => database.as("collector");
const waiting = () => database.as("owner").reevaluation.count();
const ids = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"];
const lines = [Buffer.from(`${ids[0]}\n`), Buffer.from(`${ids[1]}\n`)];

test("what is copied and what is written by statements is committed together, or not at all", async () => {
  const found = await copying(collector(), async (tx) => {
    await tx.copy("reevaluation (token_id)", lines);
    expect(await tx.$executeRaw`insert into reevaluation (token_id) select unnest(${ids}::uuid[])`).toBe(2);
    return tx.$queryRaw<{ n: string }[]>`select count(*) as n from reevaluation where token_id = ${ids[0]}::uuid`;
  });
  expect([found, await waiting()]).toEqual([[{ n: "2" }], 4]);
  const thrown = copying(collector(), async (tx) => {
    await tx.copy("reevaluation (token_id)", lines);
    throw new Error("afterwards");
  });
  await expect(thrown).rejects.toThrow("afterwards");
  const broken = copying(collector(), async (tx) => {
    await tx.copy("reevaluation (token_id)", lines);
    await tx.copy("reevaluation (token_id)", [Buffer.from("no id\n")]);
  });
  await expect(broken).rejects.toThrow(/invalid input syntax for type uuid/);
  expect(await waiting()).toBe(4);
});

test("COPY needs the right to insert", async () => {
  await expect(
    copying(database.as("web"), (tx) => tx.copy("token_fingerprint (token_id, kind, value)", [Buffer.from(`${ids[0]}\tsha256\tx\n`)])),
  ).rejects.toThrow(/permission denied/);
});
