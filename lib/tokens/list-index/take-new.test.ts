import pg from "pg";
import { expect, test } from "vitest";
import { Prisma } from "../../core/db";
import { testDatabase } from "../../testkit/database";
import { facts } from "../../testkit/facts";
import { tokenListing } from "../listing-sql";
import { onePass, selected } from "./loader";

const database = testDatabase();
const many = 300;

interface Plan {
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Join Filter"?: number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
}
/** Rows that came out of the steps of a plan, or were looked at there in vain. */
const handled = (plan: Plan): number =>
  (plan["Actual Rows"] + (plan["Rows Removed by Join Filter"] ?? 0) + (plan["Rows Removed by Filter"] ?? 0)) * plan["Actual Loops"] +
  (plan.Plans ?? []).reduce((sum, one) => sum + handled(one), 0);

test("of tokens that PostgreSQL has no statistics of, the list reads each a fixed number of times", async () => {
  const make = facts(database.as("owner"), () => database.clock.now());
  const connection = await make.connection();
  for (let n = 0; n < many; n += 1) await make.token(connection.id);
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    for (const [name, value] of Object.entries(onePass)) await client.query(`set ${name} = ${value}`);
    const { rows: ids } = await client.query<{ id: string }>("select id from token order by id");
    const [first, last] = [ids[0]?.id, ids.at(-1)?.id];
    const listing = Prisma.sql`explain (analyze, timing off, format json)
      select ${selected} from (${tokenListing((column) => Prisma.sql`${column} between ${first}::uuid and ${last}::uuid`)}) l`;
    const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(listing.text, listing.values);
    const plan = rows[0]?.["QUERY PLAN"][0].Plan as Plan;
    expect(plan["Actual Rows"]).toBe(many);
    expect(handled(plan)).toBeLessThan(many * 60);
  } finally {
    await client.end();
  }
});
