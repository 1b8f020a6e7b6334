import fc from "fast-check";
import { expect, test } from "vitest";
import { Prisma } from "../core/db";
import { criticalBecause } from "../domain/criticality";
import { broadness } from "../domain/permissions";
import { testDatabase } from "../testkit/database";
import { critical, isBroad } from "./verdict-sql";

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

test("the rule and the tree of permissions agree on which scopes are broad", async () => {
  const word = fc.constantFrom(
    "admin",
    "Root",
    "all",
    "full",
    "access",
    "control",
    "owner",
    "roles",
    "editor",
    "viewer",
    "repo",
    "sudo",
    "*",
    "s3",
    "read",
    "é",
    ":",
    ".",
    "/",
    "_",
    "-",
    " ",
  );
  const random = fc.sample(
    fc.array(word, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("")),
    { numRuns: 1_000, seed: 11 },
  );
  const scopes = [
    "repo",
    "public_repo",
    "roles/viewer",
    "s3:*",
    "*",
    "a*",
    "admin:org",
    "read_all",
    "files:all",
    "full-access",
    "fullness",
    "sysadmin",
    "",
    ...random,
  ];
  const rows = await database.as("web").$queryRaw<{ broad: boolean }[]>`
    select ${isBroad(Prisma.sql`array['read', s.scope]`)} as broad from unnest(${scopes}::text[]) with ordinality s (scope, n) order by s.n`;
  const broad = scopes.map((scope) => [scope, broadness(scope) !== null]);
  expect(rows.map((row, at) => [scopes[at], row.broad])).toEqual(broad);
  expect(broad.filter(([, is]) => is).length).toBeGreaterThan(200);
  expect(broad.filter(([, is]) => !is).length).toBeGreaterThan(200);
});
