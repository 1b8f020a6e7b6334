import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendAudit } from "../../lib/audit/append";
import { generateAuditKey, openAuditKey, openCheckpoint } from "../../lib/audit/checkpoint";
import { exportLog, loggedColumns } from "../../lib/audit/export";
import type { LoggedEntry } from "../../lib/audit/leaf";
import { logState } from "../../lib/audit/log-state";
import { resumeSealing } from "../../lib/audit/resume-sealing";
import { verifyExport } from "../../lib/audit/verify";
import { testDatabase } from "../../lib/testkit/database";
import { LogBroken, loadSealingKey, Sealer } from "./seal";

const database = testDatabase();
const deployment = "00000000-0000-4000-8000-000000000001";
const key = openAuditKey(generateAuditKey(`countersign/audit/${deployment}`));
let home: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "countersign-seal-"));
  await database
    .as("owner")
    .deployment.upsert({ where: { id: deployment }, update: {}, create: { id: deployment, name: "Test", createdAt: database.clock.now() } });
});
afterEach(async () => {
  await rm(home, { recursive: true });
  await owner(
    "alter table audit_entry disable trigger user; alter table audit_leaf disable trigger user; delete from audit_leaf; delete from checkpoint; delete from audit_entry; update sealing set broken_at = null, broken_reason = null; alter table audit_entry enable trigger user; alter table audit_leaf enable trigger user",
  );
});

const sealer = (folder = home) => new Sealer(database.context("executor"), key, folder, { folder: path.join(home, "witness") });

async function append(count: number, note = "x"): Promise<void> {
  await database.as("web").$transaction(async (tx) => {
    for (let n = 0; n < count; n++)
      await appendAudit(tx, { type: "operator", name: "test" }, { action: "test.done", subject: { type: "test", id: `${n}` }, detail: { note, n } });
  });
}

/** What a person with the owner's rights (a stolen database superuser) could do: switch the triggers off first. */
async function owner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
const tamper = (sql: string) =>
  owner(
    `alter table audit_entry disable trigger user; alter table audit_leaf disable trigger user; ${sql}; alter table audit_entry enable trigger user; alter table audit_leaf enable trigger user`,
  );

async function exported(): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportLog(database.as("web"), database.clock.now())) lines.push(line.trimEnd());
  return lines;
}

test("what is sealed verifies offline from the export alone", async () => {
  await append(5);
  expect(await sealer().seal()).toEqual({ added: 5, size: 5 });
  expect(await verifyExport(await exported(), { key: key.verifier })).toMatchObject({ ok: true, entries: 5, checkpoints: 1 });
});

test("two sealers, one of them new, go on with one tree; a crash before the own file was written is caught up", async () => {
  await append(3);
  await sealer().seal();
  await append(4);
  await Promise.all([sealer().seal(), sealer(await mkdtemp(path.join(tmpdir(), "countersign-seal-"))).seal()]);
  await append(2);
  await sealer(await mkdtemp(path.join(tmpdir(), "countersign-seal-"))).seal();
  const last = await sealer().seal();
  expect(last.size).toBe(9);
  expect(await verifyExport(await exported(), { key: key.verifier })).toMatchObject({ ok: true, entries: 9 });
});

test("web can hold any advisory lock and can't take the seal's: sealing goes on", async () => {
  const web = new pg.Client({ connectionString: database.url("web") });
  await web.connect();
  await web.query("select pg_advisory_lock(x'61756469'::bigint)");
  for (const sql of ["select id from sealing for no key update", "select id from sealing for key share"])
    await expect(web.query(sql)).rejects.toMatchObject({ code: "42501" });
  await append(2);
  expect(await sealer().seal()).toEqual({ added: 2, size: 2 });
  await web.end();
});

test("while one executor seals, another leaves it to that one", async () => {
  const other = new pg.Client({ connectionString: database.url("executor") });
  await other.connect();
  await other.query("begin");
  await other.query("select id from sealing for no key update");
  await append(2);
  const one = sealer();
  expect(await one.seal()).toEqual({ added: 0, size: 0 });
  await other.query("commit");
  await other.end();
  expect(await one.seal()).toEqual({ added: 2, size: 2 });
});

test("an entry that commits after one with a higher id is sealed too", async () => {
  const slow = new pg.Client({ connectionString: database.url("web") });
  await slow.connect();
  await slow.query("begin");
  await slow.query("select audit_append('operator:slow', 'test.slow', 'Test', '1', '{}')");
  await append(2);
  const one = sealer();
  expect(await one.seal()).toMatchObject({ added: 2 });
  await slow.query("commit");
  await slow.end();
  expect(await one.seal()).toMatchObject({ added: 1, size: 3 });
});

test("checkpoints are also kept in the executor's own folder and by the witness", async () => {
  await append(1);
  await sealer().seal();
  const own = await readFile(path.join(home, "checkpoints/latest.checkpoint"), "utf8");
  expect(openCheckpoint(own, key.verifier).size).toBe(1);
  expect(await readdir(path.join(home, "witness"))).toEqual(["1.checkpoint"]);
  const [row] = await database.as("web").checkpoint.findMany();
  expect(row?.witnessedAt).toEqual(database.clock.now());
});

test("the first edited entry is named", async () => {
  await append(6);
  await sealer().seal();
  await tamper(`update audit_entry set detail = '{"note": "y"}' where id = (select entry_id from audit_leaf where index = 3)`);
  expect(await verifyExport(await exported(), { key: key.verifier })).toMatchObject({
    ok: false,
    entry: 3,
    reason: expect.stringContaining("not the one that was sealed"),
  });
});

test("a deleted, an added and a truncated tail are named; an untouched copy still verifies", async () => {
  await append(4);
  const one = sealer();
  await one.seal();
  const held = await readFile(path.join(home, "checkpoints/latest.checkpoint"), "utf8");
  await append(4);
  await one.seal();
  const lines = await exported();
  expect(await verifyExport(lines, { key: key.verifier, since: held })).toMatchObject({ ok: true, entries: 8 });
  expect(await verifyExport(lines.toSpliced(3, 1), { key: key.verifier })).toMatchObject({ ok: false, entry: 2 });
  expect(await verifyExport(lines.toSpliced(3, 0, lines[2] as string), { key: key.verifier })).toMatchObject({ ok: false, entry: 2 });
  expect(await verifyExport(lines.slice(0, -1), { key: key.verifier })).toMatchObject({
    ok: false,
    entry: 4,
    reason: expect.stringContaining("covered by no checkpoint"),
  });
  // Cut back to the earlier head: consistent in itself, so only a checkpoint held elsewhere shows it.
  const cut = lines.slice(0, 6);
  expect(await verifyExport(cut, { key: key.verifier })).toMatchObject({ ok: true, entries: 4 });
  const later = await readFile(path.join(home, "checkpoints/latest.checkpoint"), "utf8");
  expect(await verifyExport(cut, { key: key.verifier, since: later })).toMatchObject({ ok: false, reason: expect.stringContaining("cut off") });
});

test("an entry altered together with its hash is narrowed to the checkpoint it lies under; a forged sealer does not pass", async () => {
  await append(3);
  const one = sealer();
  await one.seal();
  await append(3, "later");
  await one.seal();
  const lines = await exported();
  const { leafHash } = await import("../../lib/audit/leaf");
  const row = JSON.parse(lines[6] as string);
  row.entry.actor = "operator:else";
  row.hash = leafHash(row.entry).toString("hex");
  expect(await verifyExport(lines.with(6, JSON.stringify(row)), { key: key.verifier })).toMatchObject({
    ok: false,
    entry: 3,
    reason: expect.stringContaining("3 to 5"),
  });
  const forger = openAuditKey(generateAuditKey(key.name));
  expect(await verifyExport(lines, { key: forger.verifier })).toMatchObject({ ok: false, reason: expect.stringContaining("no valid signature") });
});

const operator = () => database.context("executor", { type: "operator", name: "root" });
const state = () => logState(database.as("web"));

test("the sealer stops when the database contradicts what it sealed, and says so where people look", async () => {
  await append(3);
  const one = sealer();
  await one.seal();
  expect((await state()).broken).toBeNull();
  await tamper("delete from audit_leaf where index = 2");
  await append(1);
  await expect(one.seal()).rejects.toThrow(LogBroken);
  await expect(sealer().seal()).rejects.toThrow(/entries were removed/);
  expect(one.broken).toContain("entries were removed");
  expect((await state()).broken).toEqual({ at: database.clock.now(), reason: expect.stringContaining("entries were removed") });
  expect(await database.as("web").auditEntry.count({ where: { action: "audit.broken", dbRole: "executor" } })).toBe(1);
});

test("a broken log is sealed by nobody until a person has looked, not even by an executor that remembers nothing", async () => {
  await append(3);
  const one = sealer();
  await one.seal();
  await tamper("update audit_leaf set hash = 'x' where index = 2; delete from checkpoint");
  const restarted = sealer(await mkdtemp(path.join(tmpdir(), "countersign-seal-")));
  await expect(restarted.seal()).rejects.toThrow(/not the one that was sealed/);
  await expect(one.seal()).rejects.toThrow(/not the one that was sealed/);
  await expect(resumeSealing(database.context("web"), { reason: "x" })).rejects.toMatchObject({ code: "Forbidden" });

  // Put right, and looked at: it goes on. Merely looked at, it is broken again.
  const looked = { reason: "restored from the backup" };
  await resumeSealing(operator(), looked);
  await expect(restarted.seal()).rejects.toThrow(/not the one that was sealed/);
  const { leafHash } = await import("../../lib/audit/leaf");
  const [third] = await database
    .as("web")
    .$queryRawUnsafe<LoggedEntry[]>(`select ${loggedColumns} from audit_entry e join audit_leaf l on l.entry_id = e.id where l.index = 2`);
  await tamper(`update audit_leaf set hash = '${leafHash(third as LoggedEntry).toString("hex")}' where index = 2`);
  await resumeSealing(operator(), looked);
  await expect(resumeSealing(operator(), looked)).rejects.toMatchObject({ code: "Conflict" });
  expect((await one.seal()).size).toBe(7);
  expect(one.broken).toBeNull();
  expect((await state()).broken).toBeNull();
});

test("an entry that waits for more than a minute is late; one of now is not", async () => {
  await append(1);
  expect((await state()).late).toBeNull();
  await tamper("update audit_entry set at = at - interval '61 seconds'");
  expect((await state()).late).toMatchObject({ since: expect.any(Date) });
  await sealer().seal();
  expect((await state()).late).toBeNull();
});

test("the sealing key is made once and kept", async () => {
  const made = await loadSealingKey(home, deployment);
  expect((await loadSealingKey(home, deployment)).verifier).toBe(made.verifier);
});

test("no role but the executor can seal, and none can rewrite", async () => {
  await append(1);
  await sealer().seal();
  for (const role of ["web", "signer", "collector"] as const) {
    await expect(database.as(role).$executeRaw`insert into audit_leaf (index, entry_id, hash) values (9, 9, 'x')`).rejects.toThrow(/permission denied/);
    await expect(database.as(role).$executeRaw`insert into checkpoint (size, root, note, at) values (9, '', '', now())`).rejects.toThrow(/permission denied/);
  }
  for (const role of ["web", "signer", "collector", "executor"] as const)
    for (const verb of [
      "update audit_entry set actor = 'x'",
      "delete from audit_entry",
      "truncate audit_entry",
      "update audit_leaf set hash = 'x'",
      "delete from audit_leaf",
    ])
      await expect(database.as(role).$executeRawUnsafe(verb)).rejects.toThrow(/permission denied/);
});
