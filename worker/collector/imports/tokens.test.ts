import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { fingerprint } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { reevaluateAll } from "../reevaluate";
import { type Given, importFile, pepper, pieces } from "./testkit/import-file";

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
const header = "id,class,name,secret,owner,environment,scopes,created,expires\n";
const row = (n: number, more: Partial<Record<string, string>> = {}) =>
  [
    more.id ?? `key-${n}`,
    more.class ?? "api_key",
    more.name ?? `name ${n}`,
    more.secret ?? `canary-secret-${n}`,
    more.owner ?? "",
    "production",
    "read,write",
    more.created ?? "2026-01-02",
    more.expires ?? "never",
  ]
    .map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(",");
const file = (rows: string[]) => header + rows.join("\n");

test("the first listing of an empty inventory is loaded at once, indexes and keys as before", async () => {
  const shape = () => owner().$queryRaw`select indexdef as def from pg_indexes where tablename in ('token', 'token_fingerprint') union all
    select pg_get_constraintdef(oid) from pg_constraint where conrelid in ('token'::regclass, 'token_fingerprint'::regclass) order by 1`;
  const before = await shape();
  const text = file(Array.from({ length: 300 }, (_, n) => row(n, { secret: `shared-${n % 299}` })));
  const loaded = await importFile(database, text, { source: "first", bytes: 10, limits: { batchRows: 100, loadFromBytes: 1 } });
  expect(loaded.run).toMatchObject({ status: "succeeded", created: 300, read: 300, rejected: 0 });
  expect(await shape()).toEqual(before);
  expect(await owner().token.count({ where: { mergedInto: { not: null } } })).toBe(1);
  await reevaluateAll(database.context("collector"));
  expect(await owner().token.count({ where: { mergedInto: null, judgement: { isNot: null } } })).toBe(299);
  const again = await importFile(database, gzipSync(text), { source: "first", bytes: 10, limits: { batchRows: 100, loadFromBytes: 1 } });
  expect(again.run).toMatchObject({ created: 0, unchanged: 300 });
  expect(await owner().$queryRaw`select relname from pg_class where relname like 'import_stage%'`).toEqual([]);
});

test("rows come in with fingerprint, creator, owner, workload and purpose; again they are unchanged; what changed is changed and told", async () => {
  await make().person({ displayName: "Ada Lovelace", email: "ada@example.com" });
  const text = [
    "Key ID;Type;Token name;Created by;Owner;Purpose;Service;Permissions;Valid until;API key;Env;Colour",
    "k1;API key;=cmd|x;dana;ADA@example.com;Nightly backup;backup-runner;repo,admin;2027-01-01T10:00:00+02:00;s3cret-value;prod;red",
    "k2;deploy-key;;;;;;;;;;",
  ].join("\r\n");
  const first = await importFile(database, text);
  expect(first.run).toMatchObject({
    status: "succeeded",
    read: 2,
    created: 2,
    format: "CSV, semicolon",
    rejected: 0,
    mapping: { id: "Key ID", secret: "API key", workload: "Service" },
  });
  const token = await owner().token.findFirstOrThrow({
    where: { name: "=cmd|x" },
    include: { fingerprints: true, ownership: { include: { person: true } }, workloads: { include: { workload: true } }, creator: true },
  });
  expect(token).toMatchObject({
    imported: true,
    scopes: ["admin", "repo"],
    environment: "prod",
    expiry: "at",
    expiresFrom: "listing",
    lastUsedAt: null,
    lastUsedFrom: null,
  });
  expect(token.expiresAt?.toISOString()).toBe("2027-01-01T08:00:00.000Z");
  expect(token.fingerprints).toMatchObject([{ kind: "hmac_sha256", value: fingerprint(pepper, "s3cret-value").value }]);
  expect(token.ownership).toMatchObject({ state: "confirmed", purpose: "Nightly backup", person: { displayName: "Ada Lovelace" } });
  expect(token.workloads).toMatchObject([{ basis: "imported", workload: { name: "backup-runner", source: "import:listing" } }]);
  expect(token.creator).toMatchObject({ userName: "dana" });
  expect(await owner().token.findFirst({ where: { handleKey: '{"id":"k2"}' } })).toMatchObject({ name: "k2", class: "deploy_key", expiry: "unknown" });

  const again = await importFile(database, text);
  expect(again.run).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
  const altered = await importFile(database, text.replace("repo,admin", "repo"));
  expect(altered.run).toMatchObject({ created: 0, changed: 1, unchanged: 1 });
  expect(await owner().tokenChange.findMany({ where: { tokenId: token.id } })).toMatchObject([
    { field: "scopes", was: ["admin", "repo"], is: ["repo"], source: `import:${altered.run.id}` },
  ]);
  await reevaluateAll(database.context("collector"));
  expect(await owner().finding.count({ where: { rule: "no-owner", token: { connection: { name: "listing" } } } })).toBe(1);
});

test("a row that says the same is unchanged however it is written; one that means somebody else, or changed in its secret alone, is not", async () => {
  const person = await make().person({ displayName: "Grace Hopper", userName: "grace", email: "grace@example.com" });
  const rows = [row(1, { id: "m1", owner: "grace" }), row(2, { id: "m2", secret: "canary-secret-m2" })];
  const given = { source: "marks" };
  expect((await importFile(database, file(rows), given)).run).toMatchObject({ created: 2 });
  const { factsHash } = await owner().token.findFirstOrThrow({ where: { handleKey: '{"id":"m1"}' } });
  expect(factsHash).toMatch(/^[\w-]{38}$/);
  expect((await importFile(database, file(rows), given)).run).toMatchObject({ unchanged: 2, changed: 0 });
  const twice = await importFile(database, file([...rows, rows[1] as string]), given);
  expect(twice.run).toMatchObject({ unchanged: 2, rejected: 1 });
  expect(twice.rejects).toMatchObject([{ row: 3, field: "id", reason: expect.stringContaining("stands in the file before") }]);
  // another column beside, so that no row has the mark of before
  const wider = ["exported", ...rows.map(() => "today")];
  const text = file(rows).split("\n");
  expect((await importFile(database, text.map((line, at) => `${line},${wider[at]}`).join("\n"), given)).run).toMatchObject({ unchanged: 2, changed: 0 });
  const renewed = [rows[0] as string, row(2, { id: "m2", secret: "canary-secret-m3" })];
  expect((await importFile(database, file(renewed), given)).run).toMatchObject({ unchanged: 1, changed: 1 });
  await owner().person.update({ where: { id: person.id }, data: { userName: "grace.old", email: null } });
  const other = await make().person({ displayName: "Grace Murray", userName: "grace" });
  expect((await importFile(database, file(renewed), given)).run).toMatchObject({ unchanged: 1, changed: 1 });
  expect(await owner().ownership.findFirst({ where: { token: { handleKey: '{"id":"m1"}' } } })).toMatchObject({ personId: other.id });
});

test("twins are found across batches that are written at the same time, and part again", async () => {
  const rows = (part: number) => Array.from({ length: 200 }, (_, n) => row(n, { secret: n >= 190 ? `twin-${(n - 190) * part}` : `twin-${n}` }));
  const merged = () => owner().token.count({ where: { connection: { name: "twins" }, mergedInto: { not: null } } });
  const limits = { batchRows: 30 };
  expect((await importFile(database, file(rows(1)), { source: "twins", limits })).run).toMatchObject({ status: "succeeded", created: 200 });
  expect(await merged()).toBe(10);
  expect((await importFile(database, file(rows(1_000)), { source: "twins", limits })).run).toMatchObject({ created: 0, changed: 9, unchanged: 191 });
  expect(await merged()).toBe(1);
});

test("nine kinds of bad rows are told with row, field and reason, and lose nothing else; mended, nothing doubles", async () => {
  const bad: [Partial<Record<string, string>>, string, string][] = [
    [{ id: " " }, "id", "is missing"],
    [{ class: "wand" }, "class", "is no class of token"],
    [{ class: " " }, "class", "is missing"],
    [{ created: "2026-02-30" }, "created", "is not a date"],
    [{ expires: "soon" }, "expires", "is not a date"],
    [{ name: "n".repeat(501) }, "name", "is longer than 500"],
    [{ owner: "nobody.here" }, "owner", "is nobody known"],
    [{ id: "key-1" }, "id", "stands in the file before"],
    [{ name: "a\u0000b" }, "name", "NUL"],
  ];
  const rows = Array.from({ length: 50 }, (_, n) => row(n));
  const broken = [...rows, ...bad.map(([more], n) => row(100 + n, more)), `${row(200)},surplus`];
  const { run, rejects } = await importFile(database, file(broken), { source: "bad rows", limits: { batchRows: 7 } });
  expect(run).toMatchObject({ status: "partial", read: 60, created: 50, rejected: 10 });
  expect(rejects.map(({ row: at }) => at)).toEqual([51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
  for (const [n, [, field, reason]] of bad.entries()) expect(rejects[n]).toMatchObject({ field, reason: expect.stringContaining(reason) });
  expect(rejects[9]).toMatchObject({ field: "row", reason: "has 10 columns where the header has 9" });
  expect(JSON.stringify(rejects)).not.toContain("canary");

  const mended = await importFile(database, file([...rows, ...bad.map((_, n) => row(100 + n)), row(200)]), { source: "bad rows", limits: { batchRows: 7 } });
  expect(mended.run).toMatchObject({ status: "succeeded", created: 10, unchanged: 50, rejected: 0 });
  expect(await owner().token.count({ where: { connection: { name: "bad rows" } } })).toBe(60);
});

test("an upload that breaks off goes on where it stood; another file is refused", async () => {
  const text = Buffer.from(file(Array.from({ length: 400 }, (_, n) => row(n))));
  async function* cut() {
    for await (const piece of pieces(text, 1_000)) {
      yield piece;
      if (piece.byteOffset - text.byteOffset > 12_000) throw new Error("gone");
    }
  }
  const broken = await importFile(database, cut(), { source: "resumed", limits: { batchRows: 50 } });
  expect(broken.run.status).toBe("failed");
  expect(broken.run.created).toBeGreaterThan(50);
  expect(broken.run.created).toBeLessThan(400);
  const other = await importFile(database, file(Array.from({ length: 400 }, (_, n) => row(n + 1))), { id: broken.run.id, limits: { batchRows: 50 } });
  expect(other.run).toMatchObject({ status: "failed", created: broken.run.created, error: expect.stringContaining("not the file that was begun") });
  const rest = await importFile(database, text, { id: broken.run.id, limits: { batchRows: 90 } });
  expect(rest.run).toMatchObject({ status: "succeeded", read: 400, created: 400, unchanged: 0 });
});

/** Sends a file that breaks off after some of it, as long as it says that it is. */
const breakOff = (text: Buffer, source: string, given: Given = {}) =>
  importFile(database, cutAfter(text, text.length / 2), { ...given, source, bytes: text.length, limits: { batchRows: 50 } });
async function* cutAfter(text: Buffer, bytes: number) {
  for await (const piece of pieces(text.subarray(0, bytes), 1_000)) yield piece;
  throw new Error("gone");
}
const hundreds = Array.from({ length: 400 }, (_, n) => ({ id: `again-${n}`, type: "api_key", label: `name ${n}` }));

test.each([
  ["CSV", Buffer.from(`id,type,label\n${hundreds.map((each) => Object.values(each).join(",")).join("\n")}\n`)],
  ["NDJSON", Buffer.from(hundreds.map((each) => JSON.stringify(each)).join("\n"))],
])("%s that broke off goes on where it stood when it is sent again, its columns guessed both times", async (source, text) => {
  const broken = await breakOff(text, source);
  expect(broken.run).toMatchObject({ status: "failed", mapping: { class: "type", name: "label" } });
  expect(broken.run.created).toBeGreaterThan(50);
  // asked for in another way, it is another import; one that took nothing in stands in nobody's way
  const other = await importFile(database, "id\n", { source, bytes: text.length, mapping: { id: "id" } });
  expect(other.run).toMatchObject({ status: "failed", read: 0 });
  const rest = await importFile(database, text, { source, bytes: text.length });
  expect(rest.run).toMatchObject({ id: broken.run.id, status: "succeeded", read: 400, created: 400, changed: 0, unchanged: 0, error: null });
  expect(await owner().importRun.count({ where: { source, status: "failed", position: { gt: 0 } } })).toBe(0);
  expect(await owner().token.count({ where: { connection: { name: source } } })).toBe(400);
  // it is done, so that the same file is a new import
  expect((await importFile(database, text, { source, bytes: text.length })).run).toMatchObject({ status: "succeeded", unchanged: 400 });
});

test("one whose process ended without a word goes on as well; one that still reads does not, nor one that a newer file overtook", async () => {
  const text = Buffer.from(`id,class\n${hundreds.map(({ id, type }) => `${id},${type}`).join("\n")}\n`);
  const silent = await breakOff(text, "silent");
  const running = { status: "running", claimedBy: "somebody", heartbeatAt: database.clock.now() } as const;
  await owner().importRun.update({ where: { id: silent.run.id }, data: running });
  await expect(importFile(database, text, { source: "silent", bytes: text.length })).rejects.toMatchObject({ code: "Conflict" });
  database.clock.advance(20_000);
  expect((await importFile(database, text, { source: "silent", bytes: text.length })).run).toMatchObject({
    id: silent.run.id,
    status: "succeeded",
    created: 400,
  });

  const old = await breakOff(text, "overtaken");
  database.clock.advance(1_000);
  expect((await importFile(database, "id,class\nagain-1,oauth_grant\n", { source: "overtaken", bytes: 30 })).run.status).toBe("succeeded");
  const later = await importFile(database, text, { source: "overtaken", bytes: text.length });
  expect(later.run.id).not.toBe(old.run.id);
  expect(later.run.status).toBe("succeeded");
});

test("a file as long as the one that broke off, but another, is refused once and then a new import", async () => {
  const [text, other] = ["1", "2"].map((sign) => Buffer.from(`id,class\n${Array.from({ length: 400 }, (_, n) => `${sign}-${n},api_key`).join("\n")}\n`));
  if (!text || !other) throw new Error("no files");
  const broken = await breakOff(text, "as long");
  const refused = await importFile(database, other, { source: "as long", bytes: other.length });
  expect(refused.run).toMatchObject({ id: broken.run.id, status: "failed", error: expect.stringContaining("not the file that was begun") });
  const again = await importFile(database, other, { source: "as long", bytes: other.length });
  expect(again.run).toMatchObject({ status: "succeeded", created: 400 });
  expect(again.run.id).not.toBe(broken.run.id);
});

test("one file at a time is taken into a listing; another listing takes its own meanwhile, and the next file comes after", async () => {
  const text = Buffer.from(file([row(1), row(2)]));
  const others: unknown[] = [];
  async function* slow() {
    yield text;
    for (const source of ["busy", "idle"])
      others.push(await importFile(database, file([row(3)]), { source, fileName: "other.csv" }).catch((error: unknown) => error));
  }
  expect((await importFile(database, slow(), { source: "busy" })).run).toMatchObject({ status: "succeeded", created: 2 });
  expect(others).toMatchObject([
    { message: expect.stringContaining("Another file is being taken into this listing") },
    { run: { status: "succeeded", created: 1 } },
  ]);
  expect((await importFile(database, file([row(3)]), { source: "busy" })).run).toMatchObject({ status: "succeeded", created: 1 });
});

test("JSON and NDJSON come in by paths", async () => {
  const values = [
    { id: "j1", type: "api_key", creator: { login: "dana", email: "dana@example.com" }, scopes: ["a b", "c,d"], note: "\ud800 lone" },
    { id: "j2", type: "api_key" },
  ];
  for (const [name, text] of [
    ["array", JSON.stringify(values, null, 2)],
    ["lines", values.map((value) => JSON.stringify(value)).join("\n")],
  ] as const) {
    const { run } = await importFile(database, text, { source: name });
    expect(run).toMatchObject({ status: "succeeded", created: 2, mapping: { class: "type", creator: "creator.login" } });
    const token = await owner().token.findFirstOrThrow({ where: { connection: { name }, handleKey: '{"id":"j1"}' }, include: { creator: true } });
    expect(token).toMatchObject({ name: "\ufffd lone", scopes: ["a b", "c,d"], creator: { email: "dana@example.com" } });
  }
});

test.each([
  ["an Excel workbook", Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(100)]), "Excel workbook"],
  ["Latin 1", Buffer.from(`${file([row(1)])}\nk9,api_key,caf\xe9 au lait,,,,,,\n`, "latin1"), "not UTF-8"],
  ["a row without end", Buffer.from(`${header}${"x".repeat(1_100_000)}`), "longer than 1,048,576 characters"],
  ["a quote without end", Buffer.from(`${header}a,"api_key,${"x".repeat(2_000)}`), "never closes"],
  ["too many columns", Buffer.from(`${"a,".repeat(5_000)}\n`), "more than 1,000 columns"],
  ["no id", Buffer.from("name,class\nx,api_key\n"), "No column feeds Id"],
  ["nothing", Buffer.from(""), "empty"],
  ["a cut gzip", gzipSync(file(Array.from({ length: 500 }, (_, n) => row(n)))).subarray(0, 1_000), "damaged or cut off"],
  ["a cut array", Buffer.from('[{"id":"c1","class":"api_key"},{"id":'), "ends in the middle"],
])("%s ends with a clear sentence", async (name, bytes, sentence) => {
  const { run } = await importFile(database, bytes, { source: name });
  expect(run).toMatchObject({ status: "failed", error: expect.stringContaining(sentence) });
});

test("UTF-16 and a byte order mark are read", async () => {
  const text = file([row(1, { name: "naïve ‮ 🎈" })]);
  for (const [name, bytes] of [
    ["utf-16", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["utf-16 without mark", Buffer.from(text, "utf16le")],
    ["utf-8 mark", Buffer.from(`\ufeff${text}`)],
  ] as const) {
    const { run } = await importFile(database, bytes, { source: name });
    expect(run).toMatchObject({ status: "succeeded", created: 1 });
    expect(await owner().token.findFirst({ where: { connection: { name } } })).toMatchObject({ name: "naïve ‮ 🎈" });
  }
});

test("no secret stays anywhere in the database", async () => {
  const tables = await owner().$queryRaw<
    { name: string }[]
  >`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;
  for (const { name } of tables) {
    const [found] = await owner().$queryRawUnsafe<{ n: bigint }[]>(`select count(*) as n from "${name}" t where t::text ~ 'canary-secret|s3cret-value'`);
    expect([name, found?.n]).toEqual([name, 0n]);
  }
});
