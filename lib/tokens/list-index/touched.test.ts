import pg from "pg";
import { expect, test } from "vitest";
import { testDatabase } from "../../testkit/database";
import { facts } from "../../testkit/facts";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());

interface Plan {
  "Node Type": string;
  "Parent Relationship"?: string;
  Plans?: Plan[];
}
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];
/** Loops that go through a statement's rows again for each of its rows. */
const loops = (plan: Plan): Plan[] =>
  nodes(plan).filter(
    (node) =>
      node["Node Type"] === "Nested Loop" &&
      (node.Plans ?? []).some((inner) => inner["Parent Relationship"] === "Inner" && nodes(inner).some((one) => one["Node Type"] === "Named Tuplestore Scan")),
  );

/** A session as an import's batch is, which tells the plans of what its triggers ask. */
async function session(plans: Plan[]): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  client.on("error", () => undefined);
  await client.connect();
  for (const statement of [
    "load 'auto_explain'",
    "set auto_explain.log_min_duration = 0",
    "set auto_explain.log_nested_statements = on",
    "set auto_explain.log_format = json",
    "set auto_explain.log_level = notice",
    "set enable_hashjoin = off",
    "set enable_mergejoin = off",
  ])
    await client.query(statement);
  client.on("notice", ({ message }) => {
    const told = message?.slice(message.indexOf("{")) ?? "";
    if (told.includes("Named Tuplestore Scan")) plans.push((JSON.parse(told) as { Plan: Plan }).Plan);
  });
  return client;
}

test.each(["token", "finding", "execution", "exposure", "person", "workload"])(
  "what an update of %s touches is told in one pass over its rows",
  async (table) => {
    const plans: Plan[] = [];
    const client = await session(plans);
    try {
      await client.query(`update ${table} set id = id where false`);
    } finally {
      await client.end();
    }
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.flatMap(loops)).toEqual([]);
  },
);

test("a session that first updated one token tells the many it updates then: those that changed", async () => {
  const connection = await make().connection();
  const ids: string[] = [];
  for (let n = 0; n < 20; n += 1) ids.push((await make().token(connection.id)).id);
  const client = await session([]);
  try {
    await client.query("update token set name = 'one' where id = $1", [ids[0]]);
    await client.query("update token set name = case when id = any($1) then 'another' else name end", [ids.slice(5)]);
    const { rows } = await client.query<{ ids: string[] }>("select token_ids as ids from token_touch order by id desc limit 2");
    expect(rows.map((row) => row.ids.sort())).toEqual([ids.slice(5).sort(), [ids[0]]]);
    await client.query("update token set last_seen_at = now()");
    expect((await client.query("select id from token_touch where tokens = 20")).rows).toEqual([]);
  } finally {
    await client.end();
  }
});
