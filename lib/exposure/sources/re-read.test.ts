import { chmodSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { everyDetector } from "../rules/scan-rules";
import { made } from "../testkit/made-secrets";
import { Repository } from "../testkit/repository";
import { zipOf } from "../testkit/zip-of";
import { type ReadablePlace, rereadPlace } from "./re-read";

const secret = made.github("read again");
const other = made.github("another");
let repository: Repository;
let folder: string;
beforeAll(() => {
  repository = new Repository();
  folder = mkdtempSync(path.join(tmpdir(), "countersign-reread-"));
});
afterAll(() => {
  repository.remove();
  rmSync(folder, { recursive: true, force: true });
});

const place = (fields: Partial<ReadablePlace>): ReadablePlace => ({
  ...{ form: "directory", location: folder, path: "", reference: "", channel: "code" },
  ...fields,
});
async function reread(fields: Partial<ReadablePlace>, milliseconds?: number) {
  const heard: string[] = [];
  const wanted = (one: string) => {
    heard.push(one);
    return one === secret ? "enough" : "more";
  };
  const unread = await rereadPlace(place(fields), everyDetector, wanted, milliseconds);
  return unread ?? heard.at(-1);
}

test("in a repository, exactly the commit's own file is read again, after it was changed and removed too", async () => {
  const commit = repository.commit({ "deploy.env": `A=${other}\nTOKEN=${secret}\n` });
  repository.commit({ "deploy.env": "nothing any more\n" });
  const git = { form: "git" as const, location: repository.folder, path: "deploy.env" };
  expect(await reread({ ...git, reference: commit })).toBe(secret);
  expect(await reread(git)).toBe("unfound");
  expect(await reread({ ...git, path: "other.env", reference: commit })).toBe("gone");
  expect(await reread({ ...git, reference: "f".repeat(40) })).toBe("gone");
  expect(await reread({ ...git, location: path.join(folder, "nowhere"), reference: commit })).toBe("gone");
});

test("of a repository, what lies in an archive of a commit, and what a commit or a tag says", async () => {
  const zip = zipOf({ "in/notes.txt": `token: ${secret}` });
  const commit = repository.commit({ "old.zip": zip, "odd!/name.env": `TOKEN=${secret}\n` });
  repository.git("rm", "-q", "old.zip");
  repository.git("commit", "-q", "-m", `Remove it\n\nit held ${secret}`);
  repository.git("tag", "-a", "v1", "-m", `released with ${secret}`);
  const git = { form: "git" as const, location: repository.folder };
  expect(await reread({ ...git, path: "old.zip!/in/notes.txt", reference: commit })).toBe(secret);
  expect(await reread({ ...git, path: "odd!/name.env", reference: commit })).toBe(secret);
  expect(await reread({ ...git, path: "other.zip!/in/notes.txt", reference: commit })).toBe("gone");
  expect(await reread({ ...git, path: "commit message", reference: repository.git("rev-parse", "HEAD") })).toBe(secret);
  expect(await reread({ ...git, path: "commit message", reference: commit })).toBe("unfound");
  expect(await reread({ ...git, path: "message of tag v1", reference: repository.git("rev-parse", "v1^{tag}") })).toBe(secret);
});

test("what a repository says without end is closed: no more is held of a message than may be, and no place takes longer than it may", async () => {
  const commit = repository.commit({ "late.env": `TOKEN=${secret}\n` });
  const long = path.join(folder, "message");
  writeFileSync(long, Buffer.alloc(65 * 1024 * 1024, `${secret}\n`));
  const endless = repository.git("commit-tree", "HEAD^{tree}", "-F", long);
  const git = { form: "git" as const, location: repository.folder };
  expect(await reread({ ...git, path: "commit message", reference: endless })).toBe("closed");
  expect(await reread({ ...git, path: "late.env", reference: commit }, 0)).toBe("closed");
  expect(await reread({ ...git, path: "late.env", reference: commit })).toBe(secret);
}, 60_000);

test("in a directory the file, or the archive in which it lies; what leads out of it is not followed", async () => {
  writeFileSync(path.join(folder, "notes.txt"), `token: ${secret}`);
  writeFileSync(path.join(folder, "old.zip"), zipOf({ "in/notes.txt": `token: ${secret}` }));
  expect(await reread({ path: "notes.txt" })).toBe(secret);
  expect(await reread({ path: "old.zip!/in/notes.txt" })).toBe(secret);
  expect(await reread({ path: "gone.txt" })).toBe("gone");
  writeFileSync(`${folder}.outside`, `token: ${secret}`);
  symlinkSync(`${folder}.outside`, path.join(folder, "link.txt"));
  expect(await reread({ path: "link.txt" })).toBe("gone");
  expect(await reread({ path: `../${path.basename(folder)}.outside` })).toBe("gone");
  rmSync(`${folder}.outside`);
});

test("a file, and an export as a whole; what came once, or moved away, is gone", async () => {
  const file = path.join(folder, "build.log");
  writeFileSync(file, `pushed with ${secret}\n`);
  expect(await reread({ form: "file", location: file, path: "build.log", channel: "build_log" })).toBe(secret);
  renameSync(file, `${file}.1`);
  expect(await reread({ form: "file", location: file, path: "build.log" })).toBe("gone");
  const zip = path.join(folder, "slack.zip");
  const message = { type: "message", user: "U1", ts: "1767225600.000100", text: `use ${secret}` };
  writeFileSync(zip, zipOf({ "channels.json": '[{"id":"C1","name":"ops"}]', "users.json": "[]", "ops/2026-01-01.json": JSON.stringify([message]) }));
  expect(await reread({ form: "slack", location: zip, path: "#ops", channel: "chat" })).toBe(secret);
  expect(await reread({ form: "stream", location: null, path: "standard input" })).toBe("gone");
});

test.skipIf(process.getuid?.() === 0)("what this process may not read is closed, not gone", async () => {
  const file = path.join(folder, "closed.txt");
  writeFileSync(file, secret);
  chmodSync(file, 0);
  expect(await reread({ path: "closed.txt" })).toBe("closed");
});
