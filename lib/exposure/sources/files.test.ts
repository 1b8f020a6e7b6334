import { execFileSync } from "node:child_process";
import { createCipheriv, createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { create } from "tar";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mayNotRead } from "../testkit/may-not-read";
import { openStream } from "../testkit/open-stream";
import { readPieces } from "../testkit/read-pieces";
import { zipOf } from "../testkit/zip-of";
import { openSource } from "./open-source";
import { SourceFault } from "./piece";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-files-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, content: string | Uint8Array) => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
};
const read = async (at = folder) => {
  const { texts, unreadable } = await readPieces((await openSource(at)).source);
  return { texts: new Map(texts.map(({ piece, text }) => [piece.pathAt(0), text])), unreadable };
};
async function* bytes(...chunks: Uint8Array[]) {
  yield* chunks;
}

describe("a directory", () => {
  test("every file below it; what can't be looked at is told with its reason, and the rest is read", async () => {
    put("a/b/c.txt", "deep");
    put(".env", "KEY=1");
    put(".git/config", "not a repository's content");
    put("empty", "");
    put("picture", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]));
    put("program", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0]));
    symlinkSync("/", path.join(folder, "root"));
    symlinkSync("a/b/c.txt", path.join(folder, "alias"));
    execFileSync("mkfifo", [path.join(folder, "pipe")]);
    const { source } = await openSource(folder, { form: "directory" });
    const { texts, unreadable } = await readPieces(source);
    expect(texts.map(({ piece }) => piece.pathAt(0)).sort()).toEqual([".env", "a/b/c.txt", "program"]);
    expect(unreadable.map(({ path: at, reason }) => `${at}: ${reason}`).sort()).toEqual(["alias: link", "picture: media", "pipe: special", "root: link"]);
  });

  test("a path that is not there, a device, and a directory where a repository was meant", async () => {
    await expect(openSource(path.join(folder, "nothing"))).rejects.toThrow("there is nothing there. Is it spelt right?");
    symlinkSync("nowhere", path.join(folder, "dangling"));
    await expect(openSource(path.join(folder, "dangling"))).rejects.toThrow("a link that leads nowhere");
    await expect(openSource("/dev/null")).rejects.toThrow("neither a file nor a directory");
    await expect(openSource(folder, { form: "git" })).rejects.toThrow("not a git repository");
    await expect(openSource(folder, { since: "main" })).rejects.toThrow(SourceFault);
    await expect(openSource(put("file", "x"), { form: "directory" })).rejects.toThrow("is a file, not a directory");
  });

  test("a large file comes in parts, a small one at once", async () => {
    put("large", "x".repeat(3_000_000));
    put("small", "y");
    const { texts } = await readPieces((await openSource(folder)).source);
    const content = (name: string) => texts.find(({ piece }) => piece.pathAt(0) === name)?.piece.content;
    expect(content("small")).toBeInstanceOf(Uint8Array);
    expect(content("large")).not.toBeInstanceOf(Uint8Array);
    expect(texts.find(({ piece }) => piece.pathAt(0) === "large")?.text).toHaveLength(3_000_000);
  });
});

describe("archives", () => {
  test("what lies in zips, tars and gzip files, in each other too, is named by its way", async () => {
    put("in/notes.txt", "in a tar");
    await create({ file: path.join(folder, "a.tar.gz"), gzip: true, cwd: folder }, ["in"]);
    put("b.zip", zipOf({ "x/one.txt": "in a zip", "inner.zip": zipOf({ "two.txt": "in two zips" }), "log.gz": gzipSync("in a gzip") }));
    rmSync(path.join(folder, "in"), { recursive: true });
    const { texts, unreadable } = await read();
    expect(Object.fromEntries(texts)).toEqual({
      "a.tar!/in/notes.txt": "in a tar",
      "b.zip!/x/one.txt": "in a zip",
      "b.zip!/inner.zip!/two.txt": "in two zips",
      "b.zip!/log": "in a gzip",
    });
    expect(unreadable).toEqual([]);
  });

  test("archives fifty deep, and what unpacks to a thousand times itself, end with a reason; what stands beside is read", async () => {
    let nested: Uint8Array = zipOf({ "bottom.txt": "never reached" });
    for (let depth = 0; depth < 50; depth++) nested = zipOf({ "in.zip": nested });
    const bomb = Buffer.alloc(200_000_000);
    put("a.zip", zipOf({ "before.txt": "before", "nested.zip": nested, "after.txt": "after" }));
    put("bomb.gz", gzipSync(bomb));
    put("bomb.zip", zipOf({ "zeros.txt": bomb, "after.txt": "no further" }));
    const { texts, unreadable } = await read();
    expect([...texts.keys()]).toEqual(expect.arrayContaining(["a.zip!/before.txt", "a.zip!/after.txt"]));
    expect(unreadable.map(({ path: at, reason }) => `${at.slice(0, 12)} ${reason}`)).toEqual(expect.arrayContaining(["a.zip!/neste too_deep", "bomb.gz bomb"]));
    expect(unreadable.some(({ path: at, reason }) => at.startsWith("bomb.zip") && reason === "bomb")).toBe(true);
  });

  test("damaged, cut off and encrypted ones", async () => {
    const whole = zipOf({ "a.txt": "some text that is long enough to be packed ".repeat(20) });
    put("cut.zip", whole.subarray(0, whole.length - 30));
    put("cut.gz", gzipSync(createHash("shake256", { outputLength: 9000 }).digest()).subarray(0, 2000));
    const damaged = Buffer.from(gzipSync("some text ".repeat(1000)));
    damaged.fill(0xaa, 12, 30);
    put("damaged.gz", damaged);
    const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16, 1), Buffer.alloc(16, 2));
    put("locked.zip", zipOf({ "a.txt": cipher.update("secret") }, { flags: 1 }));
    put("strange.zip", zipOf({ "a.txt": "x" }, { method: 99 }));
    put("wrong-size.zip", zipOf({ "a.txt": "four" }, { size: 3 }));
    put("ok.txt", "read");
    const { texts, unreadable } = await read();
    expect([...texts.keys()]).toContain("ok.txt");
    expect(Object.fromEntries(unreadable.map(({ path: at, reason }) => [at, reason]))).toEqual({
      "cut.zip": "malformed",
      "cut.gz": "truncated",
      "damaged.gz": "malformed",
      "locked.zip!/a.txt": "encrypted",
      "strange.zip!/a.txt": "method",
      "wrong-size.zip!/a.txt": "malformed",
    });
  });

  test.each(["file", "directory"] as const)("a %s that may not be read is no place in which nothing was found, whatever it is taken for", async (form) => {
    const [top, closed] = [path.join(folder, "top"), put("top/closed.txt", "not to be seen")];
    for (const name of [folder, top]) chmodSync(name, 0o755);
    const where = form === "file" ? closed : top;
    const said = `${where} can't be scanned: you may not read it. Run this as a user who may.`;
    for (const options of [{}, { form }]) await mayNotRead([where], () => expect(openSource(where, options)).rejects.toThrow(said));
    // names that may be listed, of files that may not be opened
    if (form === "directory") await mayNotRead([where], () => expect(openSource(where)).rejects.toThrow(said), 0o444);
    expect((await read(where)).unreadable).toEqual([]);
  });

  test("a folder within that may not be read is told, and what stands beside it is read", async () => {
    const closed = path.dirname(put("closed/a.txt", "not to be seen"));
    for (const name of [folder, put("open.txt", "to be seen")]) chmodSync(name, 0o755);
    const { texts, unreadable } = await mayNotRead([closed], () => read());
    expect([[...texts], unreadable]).toEqual([[["open.txt", "to be seen"]], [{ path: "closed", reason: "not_allowed", detail: null }]]);
  });

  test("standard input may be text or an archive", async () => {
    const one = await readPieces(openStream(bytes(Buffer.from("plain "), Buffer.from("text")), "standard input", "chat"));
    expect(one.texts[0]).toMatchObject({ text: "plain text", piece: { channel: "chat", prose: true } });
    expect(one.texts[0]?.locate("text")).toMatchObject({ path: "standard input", line: 1 });
    const packed = await readPieces(openStream(bytes(zipOf({ "a.txt": deflateRawSync("x"), "b.txt": "from a zip" })), "standard input"));
    expect(packed.texts.map(({ piece }) => piece.pathAt(0))).toEqual(["standard input!/a.txt", "standard input!/b.txt"]);
  });
});
