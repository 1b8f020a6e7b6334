import { execFile } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { zipOf } from "../../../lib/exposure/testkit/zip-of";

// What nobody should have looked through: bounded memory, a reason for each thing that can't be read, and the rest is read. SOAK=1 makes it as large as it gets.
const soak = process.env.SOAK === "1";
/** MB. A process that has only loaded its modules has 150. */
const bound = 450;
const megabyte = 1 << 20;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-hostile-"));
});
// a million files are deleted in some minutes
afterEach(() => rmSync(folder, { recursive: true, force: true }), 900_000);
const at = (name: string) => path.join(folder, name);

interface Outcome {
  looked: { texts: number; bytes: number; unreadable: Record<string, number> };
  found: string[];
  unreadable: { reason: string; detail: string | null }[];
  seconds: number;
  megabytes: number;
}

async function look(what: string, where: string): Promise<Outcome> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "worker/collector/scans/testkit/look-process.ts", where], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const outcome = JSON.parse(stdout) as Outcome;
  const { looked, seconds, megabytes } = outcome;
  if (soak) console.log(JSON.stringify({ what, ...looked, found: outcome.found.length, seconds: Math.round(seconds * 10) / 10, megabytes }));
  expect(megabytes, what).toBeLessThan(bound);
  return outcome;
}

test("a great many files, of which some are damaged, no text, or in other encodings", async () => {
  const count = soak ? 1_000_000 : 20_000;
  const secrets = Array.from({ length: 20 }, (_, n) => made.github(`file ${n}`));
  const odd: ((secret: string) => string | Uint8Array)[] = [
    (secret) => `token = ${secret}\n`,
    (secret) => Buffer.from(`\ufeffSchlüssel = ${secret}\n`, "utf16le"),
    (secret) => Buffer.from(`Schlüssel = ${secret}\n`, "latin1"),
    (secret) => Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]), Buffer.from(`\0key=${secret}\0`)]),
    (secret) => zipOf({ "notes.txt": `token = ${secret}\n` }),
  ];
  for (let n = 0; n < count; n++) {
    const below = at(`d${Math.floor(n / 1000)}`);
    if (n % 1000 === 0) mkdirSync(below);
    const secret = n % (count / 20) === 7 ? secrets[Math.floor(n / (count / 20))] : undefined;
    const content = secret
      ? (odd[n % odd.length] ?? String)(secret)
      : n % 500 === 3
        ? zipOf({ "a.txt": "cut off" }).subarray(0, 40)
        : n % 500 === 4
          ? gzipSync("x").subarray(0, 12)
          : `line ${n}\n`;
    writeFileSync(path.join(below, `f${n}`), content);
  }
  const { looked, found, unreadable } = await look("many files", folder);
  expect(found).toEqual([...secrets].sort());
  expect(looked.unreadable).toEqual({ malformed: count / 500, truncated: count / 500 });
  expect(unreadable[0]?.detail).not.toBe("");
  expect(looked.texts).toBeGreaterThanOrEqual(count - count / 250);
}, 3_600_000);

test("one line without an end, with a secret at its end", async () => {
  const secret = made.github("at the end");
  const megabytes = soak ? 2048 : 100;
  const piece = Buffer.from("lorem ipsum dolor sit amet; ".repeat(37_450)).subarray(0, megabyte);
  function* line(): Generator<Buffer> {
    for (let n = 0; n < megabytes; n++) yield piece;
    yield Buffer.from(` token=${secret}`);
  }
  await pipeline(Readable.from(line()), createWriteStream(at("line.txt")));
  const { looked, found } = await look("one line", folder);
  expect(found).toEqual([secret]);
  expect(looked.bytes).toBeGreaterThan(megabytes * megabyte);
}, 3_600_000);

test("what unpacks to a thousand times itself, and archives fifty deep, beside a file", async () => {
  const secret = made.github("beside");
  const megabytes = soak ? 2048 : 64;
  const nothing = Buffer.alloc(megabytes * megabyte);
  writeFileSync(at("bomb.gz"), gzipSync(nothing));
  writeFileSync(at("bomb.zip"), zipOf({ "a.txt": nothing }));
  let nested: Buffer = Buffer.from("deep");
  for (let n = 0; n < 50; n++) nested = zipOf({ [`${n}.zip`]: nested });
  writeFileSync(at("nested.zip"), nested);
  writeFileSync(at("beside.txt"), `token = ${secret}\n`);
  const { looked, found } = await look("bombs", folder);
  expect(found).toEqual([secret]);
  expect(looked.unreadable).toEqual({ bomb: 2, too_deep: 1 });
}, 3_600_000);
