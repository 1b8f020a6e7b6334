import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { type ImportView, importOf } from "../../../lib/imports/queries";
import { testDatabase } from "../../../lib/testkit/database";
import { endStalled } from "./end-stalled";
import { openImport } from "./open-import";
import { importFile } from "./testkit/import-file";

// Files that nobody should send: a clear sentence or a correct result, in bounded memory. SOAK=1 sends gigabytes, each into a process of its own.
const soak = process.env.SOAK === "1";
/** MB. A process that has only loaded its modules has 200. */
const bound = 400;
const database = testDatabase();
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

async function start(source: string, batchRows: number): Promise<{ id: string; child: ChildProcess }> {
  const id = await openImport(database.context("collector"), { kind: "tokens", source, fileName: source, format: null, mapping: {}, bytes: null });
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "worker/collector/imports/testkit/import-process.ts", database.url("collector"), id, String(batchRows)],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  children.push(child);
  return { id, child };
}

async function send(source: string, file: Readable): Promise<{ run: ImportView; megabytes: number; sent: number }> {
  const { id, child } = await start(source, 20_000);
  let [sent, printed] = [0, ""];
  child.stdout?.on("data", (text) => {
    printed += text;
  });
  file.on("data", (chunk: Buffer) => {
    sent += chunk.length;
  });
  const ended = once(child, "exit");
  // an import that ends early reads no further
  await pipeline(file, child.stdin as NodeJS.WritableStream).catch(() => undefined);
  await ended;
  const run = await importOf(database.context("web"), id);
  const megabytes = Number(printed);
  if (soak)
    console.log(JSON.stringify({ file: source, sentMegabytes: Math.round(sent / 1e6), megabytes, status: run.status, read: run.read, error: run.error }));
  expect(megabytes).toBeGreaterThan(0);
  expect(megabytes).toBeLessThan(bound);
  return { run, megabytes, sent };
}

const megabyte = Buffer.alloc(1 << 20, "x");
function* repeated(head: string, piece: Buffer | string, times: number, tail = ""): Generator<Buffer> {
  yield Buffer.from(head);
  for (let n = 0; n < times; n += 1) yield Buffer.from(piece);
  yield Buffer.from(tail);
}
function* latinAtTheEnd(rows: number): Generator<Buffer> {
  yield* repeated("id,class,name\n", `l,api_key,${"x".repeat(1_000)}\n`, rows);
  yield Buffer.from("9,api_key,caf\u00e9\n", "latin1");
}
function* wideRows(rows: number, width: number): Generator<Buffer> {
  const note = "n".repeat(width);
  yield Buffer.from("id,class,secret,remarks\n");
  for (let n = 0; n < rows; n += 1) yield Buffer.from(`wide-${n},api_key,canary-${n},"${note}, ""quoted""\nand on a line of its own"\n`);
}

test(soak ? "a file of 5 GB comes in whole" : "a file of 60 MB comes in whole", { timeout: 3_600_000 }, async () => {
  const [rows, width] = soak ? [100_000, 50_000] : [1_200, 50_000];
  const { run, sent } = await send("large", Readable.from(wideRows(rows, width)));
  expect(run).toMatchObject({ status: "succeeded", read: rows, created: rows, rejected: 0 });
  expect(sent).toBeGreaterThan(rows * width);
});

test.each([
  ["a line of 100 MB", () => repeated("id,class,name\n1,api_key,", megabyte, 100), "longer than 1,048,576 characters"],
  ["a quoted line of 100 MB", () => repeated('id,class,name\n1,api_key,"', megabyte, 100), "longer than 1,048,576 characters"],
  ["an object of 100 MB", () => repeated('[{"id":"1","class":"api_key","name":"', megabyte, 100), "longer than 1,048,576 characters"],
  ["a packed line of 100 MB", () => Readable.from(repeated("id,class,name\n1,api_key,", megabyte, 100)).pipe(createGzip()), "longer than 1,048,576 characters"],
  ["a million columns", () => repeated("id,class", ",column", 1_000_000, "\n"), "more than 1,000 columns"],
  ["a million columns in one row", () => repeated("id,class\n1,api_key", ",x", 1_000_000, "\n"), "more than 1,000 columns"],
  ["another encoding at the end", () => latinAtTheEnd(soak ? 100_000 : 2_000), "not UTF-8"],
])("%s ends with a clear sentence", { timeout: 600_000 }, async (name, pieces, sentence) => {
  const { run } = soak ? await send(name, Readable.from(pieces())) : await importFile(database, Readable.from(pieces()), { source: name });
  expect(run).toMatchObject({ status: "failed", error: expect.stringContaining(sentence) });
});

test("a collector killed in the middle of an import loses nothing: the same file goes on where it stood", { timeout: 120_000 }, async () => {
  const text = `id,class,secret\n${Array.from({ length: 2_000 }, (_, n) => `k${n},api_key,canary-killed-${n < 1_990 ? n : n - 500}`).join("\n")}\n`;
  const { id, child } = await start("killed", 100);
  const died = once(child, "exit");
  child.stdin?.write(text.slice(0, text.length / 2));
  const owner = database.as("owner");
  const position = async () => Number((await owner.importRun.findUniqueOrThrow({ where: { id } })).position);
  await expect.poll(position, { timeout: 30_000, interval: 20 }).toBeGreaterThan(200);
  child.kill("SIGKILL");
  await died;
  const left = await owner.importRun.findUniqueOrThrow({ where: { id } });
  expect(left).toMatchObject({ status: "running", created: left.position });
  expect(await owner.token.count({ where: { connectionId: left.connectionId as string } })).toBe(Number(left.position));

  database.clock.set(new Date(Date.now() + 60_000));
  expect(await endStalled(database.context("collector"))).toBe(1);
  const rest = await importFile(database, text, { id, limits: { batchRows: 150 } });
  expect(rest.run).toMatchObject({ status: "succeeded", read: 2_000, created: 2_000, unchanged: 0 });
  expect(await owner.token.count({ where: { connectionId: left.connectionId as string, mergedInto: { not: null } } })).toBe(10);
  expect(await owner.$queryRaw`select relname from pg_class where relname like 'import_stage%'`).toEqual([]);
});
