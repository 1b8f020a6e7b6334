import fc from "fast-check";
import { expect, test } from "vitest";
import { criticalBecause } from "../domain/criticality";
import { testDatabase } from "../testkit/database";
import { critical } from "./verdict-sql";

const database = testDatabase();

test("the database and the domain agree on what is critical", async () => {
  const word = fc.constantFrom("dev", "prod", "PROD", "live", "staging", "test", "1", "-", "_", ".", " ", "qa", "eu", "olive", "product", "é", "\n");
  const environments = [
    null,
    "",
    "development",
    "Production",
    "dev-prod",
    ...fc.sample(
      fc.array(word, { maxLength: 4 }).map((parts) => parts.join("")),
      { numRuns: 500, seed: 7 },
    ),
  ];
  const reaches = [null, { level: "high" as const }, { level: "limited" as const }];
  const rows = environments.flatMap((environment) => reaches.map((reach) => ({ environment, reach })));
  const answers = await database.as("web").$queryRaw<{ critical: boolean }[]>`
    select ${critical} as critical from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (environment text, reach jsonb)) with ordinality as t (environment, reach, n) order by n`;
  for (const [at, row] of rows.entries()) expect([row, answers[at]?.critical]).toEqual([row, criticalBecause(row).length > 0]);
});
