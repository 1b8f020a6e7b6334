import { expect, test } from "vitest";
import { testDatabase } from "../../../../lib/testkit/database";
import { claimImport } from "../claim";
import { openImport } from "../open-import";
import { pepper } from "../testkit/import-file";
import { takeTokens } from "./take-tokens";

const database = testDatabase();

test("rows whose names are to be looked up wait by the thousand where they are small, and up to four million characters where they are large", async () => {
  const ctx = database.context("collector");
  const mapping = { id: "id", class: "class", owner: "owner" };
  const run = await claimImport(ctx, await openImport(ctx, { kind: "tokens", source: "listing", fileName: "a.csv", format: null, mapping, bytes: null }), null);
  const taker = await takeTokens({ ctx, databaseUrl: database.url("collector"), pepper }, { ...run, mapping }, ["id", "class", "owner"]);
  try {
    let row = 0;
    /** How many rows of so many characters come in before their names are looked up. */
    const waiting = async (characters: number): Promise<number> => {
      for (let n = 1; ; n++) {
        row += 1;
        taker.add([`k${row}`, "api_key", `nobody-${row}@example.com`], row, "x".repeat(characters));
        const looking = taker.look?.();
        if (looking) return looking.then(() => n);
      }
    };
    expect(await waiting(100)).toBe(1_000);
    expect(await waiting(1_000_000)).toBe(4);
    expect(await waiting(100)).toBe(1_000);
  } finally {
    await taker.close();
  }
});
