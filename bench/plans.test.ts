import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Prisma, type Tx } from "../lib/core/db";
import { judgeTokens } from "../lib/detection/judge-tokens";
import { gaps } from "../lib/ownership/gap-names";
import { listGaps } from "../lib/ownership/list-gaps";
import { listResidue } from "../lib/residue/queries";
import { testDatabase } from "../lib/testkit/database";
import { asPerson } from "../lib/testkit/facts";
import { tokenRows } from "../lib/tokens/token-row";
import { generate } from "./support/generate";

// What a page or one change asks reads by index, whatever the size of the inventory: no whole table of tokens, owners, findings or judgements, and no sort of more than the page.
const tokens = 20_000;
const database = testDatabase();
const large = new Set(["token", "ownership", "finding", "judgement", "token_workload", "attestation", "owner_suggestion"]);
let admin: pg.Client;
let ids: string[];

beforeAll(async () => {
  await generate(database.adminUrl, { tokens, now: database.clock.now() });
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query("insert into judgement (token_id, verdicts, due_at) select id, array[0], expires_at from token; analyze judgement");
  ids = (await admin.query<{ id: string }>("select id from token where merged_into is null order by md5(id::text) limit 500")).rows.map(({ id }) => id);
}, 60_000);
afterAll(() => admin.end());

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Plan Rows": number;
  Plans?: Plan[];
}
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** What `sql` reads or sorts as a whole. */
async function wholes({ text, values }: Prisma.Sql, generic = false): Promise<string[]> {
  const { rows } = await admin.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
    `explain (format json${generic ? ", generic_plan" : ""}) ${text}`,
    generic ? undefined : values,
  );
  return nodes((rows[0] as { "QUERY PLAN": [{ Plan: Plan }] })["QUERY PLAN"][0].Plan).flatMap((node) => {
    if (node["Node Type"] === "Seq Scan" && large.has(node["Relation Name"] ?? "")) return [`Seq Scan on ${node["Relation Name"]}`];
    return node["Node Type"] === "Sort" && node["Plan Rows"] > 2_000 ? [`Sort of ${node["Plan Rows"]}`] : [];
  });
}

/** The statements that `work` asks of the database it is given. */
async function asked(work: (db: Tx) => Promise<unknown>): Promise<Prisma.Sql[]> {
  const statements: Prisma.Sql[] = [];
  const web = database.as("web");
  const $queryRaw = (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
    const sql = "sql" in query ? query : Prisma.sql(query, ...values);
    statements.push(sql);
    return web.$queryRaw(sql);
  };
  await work(new Proxy(web, { get: (target, name) => (name === "$queryRaw" ? $queryRaw : Reflect.get(target, name)) }) as unknown as Tx);
  return statements;
}
const reader = (db: Tx) => ({ ...database.context("web", asPerson({ id: ids[0] as string, displayName: "M" }, "security_manager")), db: db as never });

test.each([50, 200])("%i rows, as the inventory shows and an export writes them", async (n) => {
  const statements = await asked((db) => tokenRows(db, ids.slice(0, n)));
  expect(statements.length).toBeGreaterThan(0);
  for (const statement of statements) expect(await wholes(statement)).toEqual([]);
});

test.each(gaps)("a page of the gap %s", async (gap) => {
  const statements = await asked((db) => listGaps(reader(db), { gap, limit: 50 }));
  expect(statements.length).toBeGreaterThan(0);
  for (const statement of statements) expect(await wholes(statement)).toEqual([]);
});

test("a page of what outlives its people", async () => {
  await admin.query(
    "update finding f set person_id = o.person_id from ownership o where f.rule = 'departed-still-alive' and o.token_id = f.token_id; analyze finding",
  );
  const statements = await asked((db) => listResidue(reader(db), { limit: 50 }));
  expect(statements.length).toBeGreaterThan(0);
  for (const statement of statements) expect(await wholes(statement)).toEqual([]);
});

test("one token's judgement, by the plan that is kept", async () => {
  const judging: Prisma.Sql[] = [];
  const tx = { $executeRaw: async () => 0, $queryRaw: async (query: TemplateStringsArray, ...values: unknown[]) => judging.push(Prisma.sql(query, ...values)) };
  const among = (column: string) => Prisma.sql`${Prisma.raw(column)} = any(${[ids[0]]}::uuid[])`;
  await judgeTokens(
    tx as unknown as Tx,
    { of: among, joined: () => Prisma.sql`true`, makers: among, named: (column, some) => Prisma.sql`${Prisma.raw(column)} in (${some})` },
    1,
    database.clock.now(),
  );
  expect(await wholes(judging[0] as Prisma.Sql, true)).toEqual([]);
});
