import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { roleName } from "../lib/postgres/prepare";
import { testDatabase } from "../lib/testkit/database";
import { readRights } from "./read-rights";
import { everyoneReads, functions, functionsOf, type RuntimeRole, rights, sequences } from "./rights";

const database = testDatabase();
const roles = Object.keys(rights) as RuntimeRole[];
const clients = new Map<string, pg.Client>();
const admin = () => clients.get("admin") as pg.Client;

beforeAll(async () => {
  for (const [name, url] of [["admin", database.adminUrl], ...roles.map((role) => [role, database.url(role)])] as [string, string][]) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    clients.set(name, client);
  }
});
afterAll(async () => {
  for (const client of clients.values()) await client.end();
});

const column = async (query: string, values: string[] = []): Promise<string[]> =>
  (await admin().query<{ name: string }>(query, values)).rows.map(({ name }) => name).sort();

describe.each(roles)("the %s's rights", (role) => {
  test("on every table and view, verb by verb and column by column, are the declared ones", async () => {
    const declared = { ...Object.fromEntries(everyoneReads.map((table) => [table, "read"])), ...rights[role] };
    expect(await readRights(admin(), roleName(role))).toEqual(declared);
  });

  test("on functions (those of extensions apart) and sequences are the declared ones", async () => {
    const callable =
      "select distinct p.proname as name from pg_proc p where p.pronamespace = 'public'::regnamespace and has_function_privilege($1, p.oid, 'execute') and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')";
    expect(await column(callable, [roleName(role)])).toEqual([...functions, ...(functionsOf[role] ?? [])].sort());
    const usable =
      "select relname as name from pg_class c where relnamespace = 'public'::regnamespace and case when relkind = 'S' then has_sequence_privilege($1, c.oid, 'usage') else false end";
    expect(await column(usable, [roleName(role)])).toEqual(sequences[role] ?? []);
  });

  test("reach no further: no new tables, no other role's rights, no power over the server", async () => {
    const { rows } = await admin().query(
      `select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, has_schema_privilege(rolname, 'public', 'create') as creates,
         has_database_privilege(rolname, current_database(), 'create') as schemas, has_database_privilege(rolname, current_database(), 'temp') as temp,
         (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships
       from pg_roles r where rolname = $1`,
      [roleName(role)],
    );
    expect(rows[0]).toEqual({
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      rolbypassrls: false,
      creates: false,
      schemas: false,
      temp: false,
      memberships: 0,
    });
  });
});

// The declared table could be wrong itself. What the walls rest on is said again here, and tried.
test("nobody changes, removes or empties what is insert-only, the audit log above all", () => {
  const insertOnly = [
    "audit_entry",
    "audit_leaf",
    "request",
    "request_target",
    "withdrawal",
    "approval",
    "denial",
    "stop",
    "trust_statement",
    "trust_signature",
    "enrolment",
    "first_sight",
    "latch",
  ];
  for (const role of roles) for (const table of insertOnly) expect(rights[role][table] ?? "", `${role} on ${table}`).not.toMatch(/change|remove|empty/);
  for (const role of roles) expect(rights[role].audit_entry ?? "").not.toContain("add");
});

test.each([
  ["approval", ["signer"]],
  ["denial", ["signer"]],
  ["enrolment", ["signer"]],
  ["trust_signature", ["signer"]],
  ["person", ["collector"]],
  ["account", ["collector"]],
  ["token", ["collector"]],
  ["token_fingerprint", ["collector"]],
  ["execution", ["executor"]],
  ["attempt", ["executor"]],
  ["request_outcome", ["executor"]],
  ["trust_state", ["executor"]],
  ["stop", ["executor"]],
  ["request", ["web"]],
])("rows of %s come from %j alone", (table, writers) => {
  expect(roles.filter((role) => /add|change|remove/.test(rights[role][table] ?? ""))).toEqual(writers);
});

test("web reads no ciphertext, no probe material and no signature's place in the machine's bookkeeping", () => {
  expect(rights.web.read_credential).not.toContain("sealed");
  expect(rights.web.revoke_credential).not.toContain("sealed");
  for (const table of ["probe_material", "latch", "first_sight", "lease", "clock_mark"]) expect(rights.web[table]).toBeUndefined();
  for (const role of ["signer", "collector"] as const) expect(rights[role].revoke_credential).toBeUndefined();
  for (const role of ["signer", "executor"] as const) expect(rights[role].read_credential).toBeUndefined();
});

test.each([
  ["web", "insert into approval default values"],
  ["web", "update execution set status = 'proven'"],
  ["web", "select sealed from revoke_credential"],
  ["web", "truncate audit_entry"],
  ["signer", "update request set reason = 'x'"],
  ["collector", "insert into execution default values"],
  ["executor", "insert into approval default values"],
  ["executor", "delete from audit_entry"],
  ["executor", "update token set name = 'x'"],
] as const)("PostgreSQL refuses the %s: %s", async (role, statement) => {
  await expect(clients.get(role)?.query(statement)).rejects.toMatchObject({ code: "42501" });
});

test("and each still does what is its own: append to the audit log as itself", async () => {
  for (const role of roles) {
    await clients.get(role)?.query("select audit_append('process:test', 'test.appended', 'test', '1', '{}')");
    const { rows } = await admin().query("select db_role from audit_entry order by id desc limit 1");
    expect(rows[0]).toEqual({ db_role: role });
  }
});

test("no process hides another by taking over its row, and each still writes its own", async () => {
  const beat = (role: RuntimeRole, process: string, instance: string) =>
    clients.get(role)?.query("insert into process_status (process, instance, started_at, heartbeat_at) values ($1, $2, now(), now())", [process, instance]);
  await beat("executor", "executor", "one");
  await expect(clients.get("web")?.query("update process_status set process = 'web', instance = 'x' where process = 'executor'")).rejects.toMatchObject({
    code: "42501",
  });
  await expect(clients.get("web")?.query("update process_status set instance = 'x' where process = 'executor'")).rejects.toMatchObject({ code: "42501" });
  await expect(beat("web", "executor", "two")).rejects.toMatchObject({ code: "42501" });
  await beat("web", "web", "one");
  expect((await clients.get("web")?.query("update process_status set heartbeat_at = now() where process = 'web'"))?.rowCount).toBe(1);
});

test("every table belongs to the owner, whom no process is", async () => {
  expect(await column("select distinct tableowner as name from pg_tables where schemaname = 'public'")).toEqual([roleName("owner")]);
});

test("every function that runs as its owner looks into temporary objects last", async () => {
  const all = await column("select p.proname as name from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef");
  const safe = await column(
    "select p.proname as name from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef and 'search_path=pg_catalog, public, pg_temp' = any(p.proconfig)",
  );
  expect(all.length).toBeGreaterThan(20);
  expect(safe).toEqual(all);
});
