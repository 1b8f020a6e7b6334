import { chmodSync, existsSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readPieces } from "../testkit/read-pieces";
import { Repository } from "../testkit/repository";
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
    expect((await read({ since: first })).all).toBe("after\n");
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
    const [found] = texts;
    expect(found?.text.replaceAll("\0", "")).toContain("a secret value");
    expect(found?.piece.locate({ offset: 10, line: 1 })).toMatchObject({ path: "key.reg", reference: commit });
    expect(unreadable).toEqual([{ path: `logo.png at ${commit.slice(0, 12)}`, reason: "media", detail: null, lasting: true }]);
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
