import { randomBytes } from "node:crypto";
import { chmodSync, existsSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readPieces } from "../testkit/read-pieces";
import { Repository } from "../testkit/repository";
import { startedWith } from "../testkit/started";
import { zipOf } from "../testkit/zip-of";
import { gitFiles, gitHistory } from "./git";

let repository: Repository;
beforeEach(() => {
  repository = new Repository();
});
afterEach(() => repository.remove());

const read = async (options = {}) => {
  const { texts, ...rest } = await readPieces(gitHistory(repository.folder, options));
  return {
    ...rest,
    all: texts.map(({ text }) => text).join(""),
    locate: (part: string) => texts.find(({ text }) => text.includes(part))?.locate(part) ?? null,
  };
};

describe("the history of a repository", () => {
  test("each line that was ever added, at the commit that added it first, and never what was removed", async () => {
    const first = repository.commit({ "src/a.ts": "one\ntwo\n" });
    const second = repository.commit({ "src/a.ts": "one\nsecret line\ntwo\n" });
    repository.commit({ "src/a.ts": "one\ntwo\n" });
    const { all, commits, locate } = await read();
    expect(commits).toBe(3);
    expect(all.match(/secret line/g)).toHaveLength(1);
    expect(locate("secret line")).toEqual({
      path: "src/a.ts",
      line: 2,
      reference: second,
      author: "Ada Wolfe <ada@example.test>",
      at: "2026-01-01T02:00:00.000Z",
      url: null,
    });
    expect(locate("two")).toMatchObject({ line: 2, reference: first });
  });

  test("since a commit, what came after it alone; a name that is no commit is told", async () => {
    const first = repository.commit({ a: "before\n" });
    repository.commit({ b: "after\n" });
    const { texts } = await readPieces(gitHistory(repository.folder, { since: first }));
    expect(texts.map(({ text }) => text)).toEqual(["Change 2\n", "after\n"]);
    repository.git("checkout", "-q", "-b", "elsewhere", first);
    repository.commit({ c: "another branch's\n" });
    repository.git("checkout", "-q", "main");
    expect((await read({ since: first })).all).not.toContain("another branch's");
    expect((await read()).all).toContain("another branch's");
    repository.git("checkout", "-q", "--orphan", "unborn");
    await expect(read({ since: first })).rejects.toThrow("HEAD is no commit of");
    await expect(read({ since: "--output=/tmp/x" })).rejects.toThrow("--output=/tmp/x is no commit of");
    await expect(readPieces(gitHistory(path.join(repository.folder, "..")))).rejects.toThrow("can't be read by git: not a git repository");
  });

  test("content that looks like git's own headers is content", async () => {
    const hostile = [
      "diff --git a/x b/x",
      "+++ b/other",
      "@@ -0,0 +1,9 @@",
      "--- a/x",
      "-- sql",
      "++ more",
      "\\ No newline at end of file",
      "Binary files a/x and b/x differ",
    ];
    repository.commit({ notes: "start\n" });
    repository.commit({ notes: `start\n${hostile.join("\n")}` });
    const { all, locate } = await read();
    for (const line of hostile) expect(all).toContain(line);
    expect(locate("Binary files")).toMatchObject({ path: "notes", line: 9 });
  });

  test("paths with spaces, quotes, umlauts, line ends and arrows are what they are", async () => {
    const names = ["a b.txt", 'quo"te', "Schlüssel.txt", "line\nend", "tab\there", "b/x => y", "日本"];
    repository.commit(Object.fromEntries(names.map((name, n) => [name, `content ${n} of it\n`])));
    const { locate } = await read();
    expect(names.map((_, n) => locate(`content ${n} of`)?.path)).toEqual(names);
  });

  test("of a merge, what stood in neither parent; other branches and tags too", async () => {
    repository.commit({ a: "1\n2\n3\n" });
    repository.git("checkout", "-q", "-b", "side");
    repository.commit({ a: "1\nside\n3\n" });
    repository.git("checkout", "-q", "main");
    repository.commit({ a: "1\nmain\n3\n" });
    expect(() => repository.git("merge", "-q", "side")).toThrow();
    const merge = repository.commit({ a: "1\nmain\nside\nslipped in\n3\n" });
    repository.git("checkout", "-q", "--orphan", "lonely");
    repository.git("rm", "-rqf", ".");
    repository.commit({ c: "lonely\n" });
    repository.git("tag", "kept");
    repository.git("checkout", "-q", "-f", "main");
    repository.git("branch", "-q", "-D", "lonely");
    const { all, locate } = await read();
    expect(all.match(/slipped in/g)).toHaveLength(1);
    expect(locate("slipped in")).toMatchObject({ path: "a", line: 4, reference: merge });
    expect(all.match(/^side$/gm)).toHaveLength(1);
    expect(all).toContain("lonely");
  });

  test("what git takes for binary: UTF-16 is looked at, a picture is counted", async () => {
    const commit = repository.commit({
      "key.reg": Buffer.from("\ufeffa secret value", "utf16le"),
      "logo.png": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]),
    });
    const { texts, unreadable } = await readPieces(gitHistory(repository.folder));
    const found = texts.find(({ piece }) => piece.pathAt(0) === "key.reg");
    expect(found?.text.replaceAll("\0", "")).toContain("a secret value");
    expect(found?.piece.locate({ offset: 10, line: 1 })).toMatchObject({ path: "key.reg", reference: commit });
    expect(unreadable).toEqual([{ path: `logo.png at ${commit.slice(0, 12)}`, reason: "media", detail: null, lasting: true }]);
  });

  test("archives are opened, each once, at the commit that brought it; what can't be opened is counted, and a new commit's alone where others are known", async () => {
    const zip = zipOf({ "in/deploy.env": "said in a zip\n", "deep.tgz": gzipSync("said in a gzip\n") });
    const first = repository.commit({
      "a.zip": zip,
      "cut.zip": zip.subarray(0, 90),
      "large.gz": gzipSync(Buffer.concat([randomBytes(9_000_000), Buffer.from("\nsaid at the end\n")])),
    });
    const second = repository.commit({ "copy/a.zip": zip, "locked.zip": zipOf({ "x.txt": "not to be seen" }, { flags: 1 }) });
    const short = (id: string) => id.slice(0, 12);
    const cut = { path: `cut.zip at ${short(first)}`, reason: "malformed", lasting: true };
    const locked = { path: `locked.zip!/x.txt at ${short(second)}`, reason: "encrypted", lasting: true };
    const { all, unreadable, locate } = await read();
    expect(unreadable).toMatchObject([cut, locked]);
    expect(all.match(/said in a zip/g)).toHaveLength(1);
    expect(all).toContain("said at the end");
    expect(locate("said in a zip")).toMatchObject({ path: "a.zip!/in/deploy.env", line: 1, reference: first, author: "Ada Wolfe <ada@example.test>" });
    expect(locate("said in a gzip")).toMatchObject({ path: "a.zip!/deep.tar", reference: first });
    expect(await read({ seen: [first] })).toMatchObject({ unreadable: [locked], all: expect.stringContaining("said in a zip") });
  }, 60_000);

  test("what commits and annotated tags say: at the commit, at the tag, what is new alone, and since a commit", async () => {
    repository.commit({ a: "one\n" });
    repository.git("tag", "-a", "v1", "-m", "First\n\nreleased with pass-one");
    const first = repository.git("rev-parse", "HEAD");
    repository.write("b", "two\n");
    repository.git("add", "-A");
    repository.git("commit", "-q", "-m", "Second\n\nwhat follows looks like a header\n+++ b/a\n@@ -1 +1,9 @@\nsaid-by-the-commit");
    repository.git("tag", "-a", "v2", "-m", "released with pass-two");
    repository.git("commit", "-q", "--allow-empty", "--allow-empty-message", "-m", "");
    const commit = repository.git("rev-parse", "HEAD~1");
    const { locate, commits, all } = await read();
    expect(commits).toBe(3);
    expect(all).toContain("two");
    const ada = { author: "Ada Wolfe <ada@example.test>", at: "2026-01-01T01:00:00.000Z" };
    expect(locate("said-by-the-commit")).toEqual({ path: "commit message", line: 6, reference: commit, url: null, ...ada });
    expect(locate("two\n")).toMatchObject({ path: "b", line: 1 });
    expect(locate("pass-one")).toEqual({ path: "message of tag v1", line: 3, reference: repository.git("rev-parse", "v1^{tag}"), url: null, ...ada });
    const since = await read({ since: first });
    expect(since.locate("pass-two")).toMatchObject({ path: "message of tag v2" });
    expect([since.locate("said-by-the-commit") !== null, since.locate("pass-one")]).toEqual([true, null]);
    const next = await read({ seen: [commit] });
    expect([next.locate("said-by-the-commit"), next.locate("pass-one") !== null]).toEqual([null, true]);
  });

  test("a long hunk and a line without end are passed on as they come, in their places, with what stands behind them", async () => {
    const rows = Array.from({ length: 60_000 }, (_, n) => `row ${n} of it`);
    const endless = `${"x".repeat(20_000_000)} its end`;
    const commit = repository.commit({ rows: rows.join("\n"), endless: `before\n${endless}\nbehind it\n`, short: "short\n" });
    let largest = 0;
    const texts: { path: string | null; text: string; line: number }[] = [];
    for await (const one of gitHistory(repository.folder)) {
      if (!("piece" in one)) continue;
      const { content, pathAt, locate } = one.piece;
      const chunks: Uint8Array[] = [];
      if (content instanceof Uint8Array) chunks.push(content);
      else for await (const chunk of content) chunks.push(chunk);
      largest = Math.max(largest, ...chunks.map(({ length }) => length));
      const text = Buffer.concat(chunks).toString();
      texts.push({ path: pathAt(0), text, line: locate({ offset: 0, line: 1 }).line as number });
      expect(locate({ offset: 0, line: 1 }).reference).toBe(commit);
    }
    expect(largest).toBeLessThan(2_000_000);
    const of = (path: string) => texts.find((one) => one.path === path)?.text;
    expect(of("rows")).toBe(`${rows.join("\n")}\n`);
    expect(of("endless")).toBe(`before\n${endless}\nbehind it\n`);
    expect(texts.some(({ text }) => text.includes("short\n"))).toBe(true);
    // and whoever does not read what comes finds the rest all the same
    const passed: (string | null)[] = [];
    for await (const one of gitHistory(repository.folder)) if ("piece" in one) passed.push(one.piece.pathAt(0));
    expect(passed).toEqual(expect.arrayContaining(["rows", "endless", "short"]));
  });

  test("much binary content, large, small and the same twice: each once, at the commit that brought it", async () => {
    const wide = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
    const first = repository.commit({ "a.reg": wide("the first one"), "big.bin": Buffer.alloc(9_000_000), "empty.reg": wide("") });
    repository.commit({
      "copy/a.reg": wide("the first one"),
      ...Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`n${n}.reg`, wide(`number ${n} `.repeat(4000))])),
    });
    const { texts, unreadable } = await readPieces(gitHistory(repository.folder));
    const plain = texts.map(({ text }) => text.replaceAll("\0", ""));
    expect(plain.filter((text) => text.includes("the first one"))).toHaveLength(1);
    expect(texts.find(({ text }) => text.replaceAll("\0", "").includes("the first one"))?.piece.locate({ offset: 2, line: 1 })).toMatchObject({
      path: "a.reg",
      reference: first,
    });
    for (let n = 0; n < 40; n++) expect(plain.some((text) => text.endsWith(`number ${n} `) && text.length > 4000 * 9)).toBe(true);
    expect(unreadable).toEqual([
      { path: `big.bin at ${first.slice(0, 12)}`, reason: "too_large", detail: "9000000 bytes that git takes for binary", lasting: true },
    ]);
  });

  test("the files of the tree: tracked and new ones, not what is ignored", async () => {
    repository.commit({ ".gitignore": ".env\n", "src/a": "a\n" });
    repository.write(".env", "ignored\n");
    repository.write("new", "new\n");
    expect((await gitFiles(repository.folder)).sort()).toEqual([".gitignore", "new", "src/a"]);
  });

  test("git ends with the signal, busy as it is, and what it was aborted with is thrown", async () => {
    repository.commit({ a: "one\n" });
    repository.bomb();
    const stopping = new AbortController();
    const reading = read({ signal: stopping.signal });
    const ended = expect(reading).rejects.toThrow("its time is over");
    await expect.poll(() => startedWith(repository.folder), { timeout: 10_000 }).not.toEqual([]);
    stopping.abort(new Error("its time is over"));
    await ended;
    await expect.poll(() => startedWith(repository.folder)).toEqual([]);
    await expect(read({ signal: stopping.signal })).rejects.toThrow("its time is over");
  });

  test("a hostile repository starts no program", async () => {
    const mark = path.join(repository.folder, "started");
    const program = path.join(repository.folder, "hook.sh");
    repository.write("hook.sh", `#!/bin/sh\ntouch ${mark}\ncat\n`);
    repository.write(".gitattributes", "* diff=evil filter=evil\n");
    repository.commit({ a: "one\n" });
    repository.commit({ a: "two\n" });
    chmodSync(program, 0o755);
    for (const [name, value] of [
      ["diff.external", program],
      ["diff.evil.command", program],
      ["diff.evil.textconv", program],
      ["filter.evil.clean", program],
      ["filter.evil.process", program],
      ["core.fsmonitor", program],
      ["core.pager", program],
      ["pager.log", program],
      ["log.showSignature", "true"],
      ["gpg.program", program],
      ["core.sshCommand", program],
      ["protocol.ext.allow", "always"],
      ["remote.origin.url", `ext::${program}`],
      ["remote.origin.promisor", "true"],
      ["extensions.partialClone", "origin"],
    ] as const)
      repository.git("config", name, value);
    expect((await read()).all).toContain("two");
    await gitFiles(repository.folder);
    expect(existsSync(mark)).toBe(false);
    // and it would have started one, had git been asked plainly
    repository.git("log", "-p", "--ext-diff", "-1", "--", "a");
    expect(existsSync(mark)).toBe(true);
  });
});
