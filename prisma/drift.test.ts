import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";

let folder: string;
const migrations = path.resolve("prisma/migrations");
const schema = path.resolve("prisma/schema.prisma");

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "countersign-drift-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Prisma's command line on our engine. */
function prisma(args: string[], env: Record<string, string> = {}): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["scripts/prisma.mjs", ...args], {
      env: { NODE_ENV: "test", PATH: process.env.PATH, DATABASE_URL: inject("adminUrl"), ...env },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    child.on("exit", (code) => resolve({ code, output }));
  });
}
const diff = (from: string, to: string) => prisma(["migrate", "diff", "--from-migrations", from, "--to-schema", to, "--script", "--exit-code"]);

/** One migration alone: what it is about needs none of ours. */
async function onlyMigration(name: string, sql: string): Promise<string> {
  const at = path.join(folder, name);
  await mkdir(path.join(at, `29991231000000_${name}`), { recursive: true });
  await cp(path.join(migrations, "migration_lock.toml"), path.join(at, "migration_lock.toml"));
  await writeFile(path.join(at, `29991231000000_${name}`, "migration.sql"), sql);
  return at;
}

/** The migrations with one more. */
async function withMigration(name: string, sql: string): Promise<string> {
  const at = await onlyMigration(name, sql);
  await cp(migrations, at, { recursive: true });
  return at;
}

async function databases(): Promise<string[]> {
  const client = new pg.Client({ connectionString: inject("adminUrl") });
  await client.connect();
  try {
    return (await client.query<{ datname: string }>("select datname from pg_database where datname like 'prisma_shadow%'")).rows.map((row) => row.datname);
  } finally {
    await client.end();
  }
}

test("the migrations lead to the schema, and no shadow database stays behind", async () => {
  const { code, output } = await diff(migrations, schema);
  expect(output).toContain("-- This is an empty migration.");
  expect(code).toBe(0);
  expect(await databases()).toEqual([]);
});

test("a schema that went ahead of the migrations is found", async () => {
  const ahead = path.join(folder, "ahead.prisma");
  await writeFile(ahead, (await readFile(schema, "utf8")).replace("model Deployment {", "model Deployment {\n  drifted String?"));
  const { code, output } = await diff(migrations, ahead);
  expect(code).toBe(2);
  expect(output).toContain('ADD COLUMN     "drifted"');
});

test("a migration that went ahead of the schema is found", async () => {
  const { code, output } = await diff(await withMigration("ahead", "alter table deployment add column drifted text;"), schema);
  expect(code).toBe(2);
  expect(output).toContain("drifted");
});

test("a broken migration fails, by its name and the reason", async () => {
  const { code, output } = await diff(await onlyMigration("broken", "alter table no_such_table add column x text;"), schema);
  expect(code).toBe(1);
  expect(output).toContain("29991231000000_broken");
  expect(output).toContain("No such table: no_such_table");
});

test("a function's body is run whole, semicolons and all", async () => {
  const body = "create function two_steps() returns int language plpgsql as $$ begin perform 1; return 2; end $$;\nselect two_steps();";
  const nothing = path.join(folder, "nothing.prisma");
  await writeFile(nothing, (await readFile(schema, "utf8")).replace(/^(model|enum) [\s\S]*/m, ""));
  expect(await diff(await onlyMigration("function", body), nothing)).toMatchObject({
    code: 0,
    output: expect.stringContaining("-- This is an empty migration."),
  });
});

test("a shadow database that is the main one is refused, for it would be wiped", async () => {
  const { code, output } = await prisma(["migrate", "diff", "--from-migrations", migrations, "--to-schema", schema, "--exit-code"], {
    SHADOW_DATABASE_URL: inject("adminUrl"),
  });
  expect(code).toBe(1);
  expect(output).toMatch(/shadow database/i);
});

test("a wrong password is told apart from a server that is not there", async () => {
  const wrong = new URL(inject("adminUrl"));
  wrong.password = "wrong";
  expect((await prisma(["migrate", "status"], { DATABASE_URL: wrong.toString() })).output).toContain("P1000");
  expect((await prisma(["migrate", "status"], { DATABASE_URL: "postgresql://x:y@127.0.0.1:1/z" })).output).toContain("P1001");
});
