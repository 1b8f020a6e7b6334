import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createVendorHttp } from "../../connectors/http";
import { keptLog } from "../../connectors/testkit/open";
import { testAuthority } from "../../connectors/testkit/tls-fixture";
import { SourceFault } from "../sources/piece";
import { GitServer } from "../testkit/git-server";
import { Repository } from "../testkit/repository";
import type { OpenHttp } from "./ask-remote";
import { type FetchOptions, fetchMirror, refsOf } from "./fetch-mirror";
import { gitCredentialFrom } from "./git-credential";
import { clearLeftovers, prepareMirror } from "./mirror-folder";
import { remoteGit } from "./remote-git";

let server: GitServer;
let repository: Repository;
let address: string;
const folder = mkdtempSync(path.join(tmpdir(), "countersign-mirrors-"));
const { log, lines } = keptLog();
const http: OpenHttp = (options) => createVendorHttp({ ...options, log, limits: { retries: 0, totalMilliseconds: 2_000 } });
const secret = "password-of-this-test";
let n = 0;
const fresh = () => path.join(folder, `${n++}.git`);
const remote = (changes: object = {}) => ({ address, ca: testAuthority, allowPrivate: true, credential: null, ...changes });
const fetched = (at: string, changes: object = {}, options: Partial<FetchOptions> = {}) => fetchMirror(remote(changes), at, { http, ...options });
const why = (changes: object = {}, options: Partial<FetchOptions> = {}) =>
  fetched(fresh(), changes, options).then(
    () => "",
    (error: unknown) => (error instanceof SourceFault ? error.message : Promise.reject(error)),
  );
const history = (at: string) => execFileSync("git", ["-C", at, "log", "--all", "--format=%H"], { encoding: "utf8" }).trim().split("\n");
/** What every process of this host was started with. */
const started = () =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      } catch {
        return "";
      }
    });
const everythingIn = (at: string) =>
  readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), "latin1"))
    .join("\n");

beforeAll(async () => {
  server = await GitServer.start();
  repository = new Repository();
  repository.commit({ "a.txt": "one\n" });
});
beforeEach(() => {
  [server.signIn, server.instead] = [null, () => false];
  server.asked.splice(0);
  address = server.publish(repository, "acme/payments.git");
});
afterAll(() => {
  server?.stop();
  repository?.remove();
  rmSync(folder, { recursive: true, force: true });
});

test("a mirror is made, follows what is new and what was written anew, and is made again where it was lost or broken", async () => {
  const at = fresh();
  const bytes = await fetched(at);
  expect(bytes).toBeGreaterThan(1_000);
  expect(history(at)).toEqual([repository.git("rev-parse", "HEAD")]);
  expect(statSync(at).mode & 0o777).toBe(0o700);

  const second = repository.commit({ "b.txt": "two\n" });
  repository.git("tag", "-a", "v1", "-m", "released");
  server.publish(repository, "acme/payments.git");
  server.git("acme/payments.git", "update-ref", "refs/pull/1/head", second);
  server.git("acme/payments.git", "update-ref", "refs/pull/1/merge", second);
  // what a git that was killed leaves behind holds nobody up
  writeFileSync(path.join(at, "refs/heads/main.lock"), "");
  await fetched(at);
  expect(execFileSync("git", ["-C", at, "for-each-ref", "--format=%(refname)"], { encoding: "utf8" }).trim().split("\n")).toEqual([
    "refs/heads/main",
    "refs/pull/1/head",
    "refs/pull/1/merge",
    "refs/tags/v1",
  ]);

  repository.git("tag", "-d", "v1");
  repository.git("reset", "-q", "--hard", "HEAD~1");
  const other = repository.commit({ "c.txt": "three\n" });
  server.publish(repository, "acme/payments.git");
  await fetched(at);
  expect(history(at)).toContain(other);
  expect(history(at)).not.toContain(second);

  for (const lost of [at, path.join(at, "HEAD")]) {
    rmSync(lost, { recursive: true });
    await fetched(at);
    expect(history(at)[0]).toBe(other);
  }
});

test("an empty repository is none that can't be read", async () => {
  expect(await fetched(fresh(), { address: server.empty("acme/empty.git") })).toBeGreaterThan(0);
});

test("the credential reaches the server, and stands in no argument, no file of the mirror, no log and no message", async () => {
  server.signIn = { user: "ada", password: secret };
  const seen: string[] = [];
  server.instead = () => {
    seen.push(...started());
    return false;
  };
  const at = fresh();
  await fetched(at, { credential: gitCredentialFrom(`ada:${secret}`) });
  const sent = Buffer.from(`ada:${secret}`).toString("base64");
  expect(new Set(server.asked.map(({ credential }) => credential))).toEqual(new Set([`Basic ${sent}`]));
  expect(seen.some((one) => one.includes("remote-https") && one.includes(address))).toBe(true);
  const wrong = await why({ credential: gitCredentialFrom(`ada:not-${secret}`) });
  expect(wrong).toContain("the credential was refused");
  for (const text of [...seen, everythingIn(at), wrong, ...lines]) for (const part of [secret, sent]) expect(text).not.toContain(part);
});

test("what goes wrong is told in plain words with what to do", async () => {
  expect(await why({ address: `${server.origin}/acme/none.git` })).toMatch(/no such repository, or it is not for everybody/);
  expect(await why({ ca: null })).toMatch(/certificate is not trusted.*--ca FILE/);
  expect(await why({ address: "https://nowhere.invalid/acme/payments.git" })).toMatch(/does not resolve/);
  expect(await why({ address: "https://127.0.0.1:1/acme/payments.git" })).toMatch(/nothing listens there/);
  server.signIn = { user: "ada", password: secret };
  expect(await why()).toMatch(/asks for a credential, and none was given/);
  server.signIn = null;
  const answers = (status: number, head: Record<string, string> = {}, body = "") => {
    server.instead = (_, response) => {
      response.writeHead(status, head).end(body);
      return true;
    };
  };
  for (const [status, words] of [
    [403, /403.*may not read/],
    [429, /429/],
    [500, /500/],
  ] as const) {
    answers(status);
    expect(await why()).toMatch(words);
  }
  // a page for people is no repository without branches: all that was found would be gone
  answers(200, { "content-type": "text/html" }, "<html>Sign in</html>\n");
  expect(await why()).toMatch(/no git repository/);
});

test("a redirect is not followed, at the first question nor later", async () => {
  const elsewhere = await GitServer.start();
  elsewhere.publish(repository, "acme/payments.git");
  const away = (request: { url?: string | undefined }, response: ServerResponse) => {
    response.writeHead(302, { location: `${elsewhere.origin}${request.url}` }).end();
    return true;
  };
  server.instead = away;
  expect(await why()).toMatch(/leads elsewhere/);
  server.instead = (request, response) => request.method === "POST" && away(request, response);
  expect(await why()).not.toBe("");
  // git by itself, without the question before
  const at = fresh();
  await prepareMirror(at, address);
  server.instead = away;
  await expect(remoteGit(remote(), ["--git-dir=.", "fetch", address], { folder: at })).rejects.toThrow(/leads elsewhere/);
  expect(elsewhere.asked).toEqual([]);
  elsewhere.stop();
});

test("a private address is refused before anything is asked, also by git's own way, and where that was allowed it is not", async () => {
  server.asked.splice(0);
  expect(await why({ allowPrivate: false })).toMatch(/private address.*--allow-private/);
  const at = fresh();
  await prepareMirror(at, address);
  await expect(remoteGit(remote({ allowPrivate: false }), ["--git-dir=.", "fetch", address], { folder: at })).rejects.toThrow(/private address/);
  const metadata = { address: "https://metadata.test/acme/payments.git" };
  await expect(
    remoteGit(remote(metadata), ["--git-dir=.", "fetch", metadata.address], { folder: at, resolve: async () => [{ address: "169.254.169.254" }] }),
  ).rejects.toThrow(/metadata, link-local or reserved/);
  expect(server.asked).toEqual([]);
  expect(await why()).toBe("");
});

test("git connects to the address that was looked at, whatever the name says a moment later", async () => {
  const there = await GitServer.start("127.0.0.2");
  there.publish(repository, "acme/payments.git");
  const named = { address: `https://localhost:${there.port}/acme/payments.git` };
  const resolve = async () => [{ address: "127.0.0.2", family: 4 }];
  const at = fresh();
  await fetched(at, named, { resolve, http: (options) => http({ ...options, resolve }) });
  expect(history(at)).toContain(repository.git("rev-parse", "HEAD"));
  there.stop();
});

test("what stalls, takes too much of the disk or is cancelled is ended with all that git started, and says what to do", async () => {
  const stalled = () =>
    new Promise<void>((resolve) => {
      server.instead = (request) => {
        if (request.method === "POST") resolve();
        return request.method === "POST";
      };
    });
  const alive = () => started().filter((one) => one.includes(address));
  void stalled();
  expect(await why({}, { limits: { milliseconds: 400 } })).toMatch(/not fetched within .*scan add PATH/);
  let asked = stalled();
  const limits = { bytes: 64 * 1024, lookMilliseconds: 20 };
  const at = fresh();
  const large = fetched(at, {}, { limits }).catch((error: Error) => error.message);
  await asked;
  expect(alive()).not.toEqual([]);
  const left = path.join(at, "objects/pack/tmp_pack_x");
  writeFileSync(left, Buffer.alloc(128 * 1024, 1));
  expect(await large).toMatch(/larger than the 66 kB.*scan add PATH/);
  expect(existsSync(left)).toBe(false);
  expect(await why({}, { limits: { free: Number.MAX_SAFE_INTEGER } })).toMatch(/free where Countersign keeps its data/);
  expect(await why({}, { limits: { freeEntries: Number.MAX_SAFE_INTEGER } })).toMatch(/files can still be made/);
  expect(await why({}, { limits: { entries: 3 } })).toMatch(/more than the 3 files.*scan add PATH/);
  asked = stalled();
  const stopping = new AbortController();
  const cancelled = fetched(at, {}, { signal: stopping.signal });
  await asked;
  stopping.abort(new Error("cancelled by somebody"));
  await expect(cancelled).rejects.toThrow("cancelled by somebody");
  await expect.poll(alive).toEqual([]);
  // what was left of it is no obstacle
  server.instead = () => false;
  await fetched(at);
});

test("a mirror is packed anew, what nothing leads to goes, and where that can't be done it is fetched all the same", async () => {
  const at = fresh();
  await fetched(at);
  const git = (...args: string[]) => execFileSync("git", ["-C", at, ...args], { encoding: "utf8" }).trim();
  // the mirror's own file may say what ours does not
  git("config", "gc.autoPackLimit", "1");
  const packs = () => readdirSync(path.join(at, "objects/pack")).filter((name) => name.endsWith(".pack")).length;
  const change = (content: string) => {
    const commit = repository.commit({ "rewritten.txt": content });
    server.publish(repository, "acme/payments.git");
    repository.git("reset", "-q", "--hard", "HEAD~1");
    return commit;
  };
  change("one\n");
  await fetched(at, {}, { limits: { packMilliseconds: 0 } });
  expect(packs()).toBe(2);
  const last = change("two\n");
  await fetched(at);
  expect([packs(), git("count-objects")]).toEqual([1, "0 objects, 0 kilobytes"]);
  expect(history(at)[0]).toBe(last);
  // one that is too large by then is not kept
  await expect(fetched(at, {}, { limits: { bytes: 1_000 } })).rejects.toThrow(/larger than/);
  expect(existsSync(at)).toBe(false);
});

test("what a git that was killed left behind is cleared away, and nothing else", async () => {
  const at = fresh();
  await fetched(at);
  const [pack = "", ...others] = readdirSync(path.join(at, "objects/pack"))
    .filter((name) => name.endsWith(".pack"))
    .map((name) => name.replace(".pack", ""));
  expect(others).toEqual([]);
  mkdirSync(path.join(at, "refs/heads/objects"), { recursive: true });
  const branches = ["refs/heads/tmp_branch", "refs/heads/gc.pid", "refs/heads/a.keep", "refs/heads/objects/tmp_x"];
  for (const name of branches) writeFileSync(path.join(at, name), `${repository.git("rev-parse", "HEAD")}\n`);
  const left = [
    "gc.pid",
    "packed-refs.lock",
    "objects/tmp_obj_x",
    ...["tmp_pack_x", ".tmp-1-pack-x.pack", "pack-1.pack", "pack-2.idx", `${pack}.keep`].map((name) => `objects/pack/${name}`),
  ];
  for (const name of left) writeFileSync(path.join(at, name), "");
  await clearLeftovers(at);
  for (const name of left) expect(existsSync(path.join(at, name)), name).toBe(false);
  for (const name of [...branches, `objects/pack/${pack}.pack`, `objects/pack/${pack}.idx`]) expect(existsSync(path.join(at, name)), name).toBe(true);
});

test("GitHub's own merges of open pull requests are left out there alone", () => {
  for (const at of ["https://github.com/acme/payments.git", "https://github.acme.example/acme/payments.git"])
    expect(refsOf(at)).toEqual(["+refs/*:refs/*", "^refs/pull/*/merge"]);
  for (const at of ["https://git.example.com/acme/payments.git", "https://github.com.evil.example/acme/payments.git", "https://gitlab.com/acme/payments.git"])
    expect(refsOf(at)).toEqual(["+refs/*:refs/*"]);
});
