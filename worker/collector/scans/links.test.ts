import { execFileSync } from "node:child_process";
import { createSecretKey } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { chainOf } from "../../../lib/exposure/chain";
import { nameSource } from "../../../lib/exposure/scanning/name-source";
import { openSource } from "../../../lib/exposure/sources/open-source";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { Repository } from "../../../lib/exposure/testkit/repository";
import { zipOf } from "../../../lib/exposure/testkit/zip-of";
import { fingerprint, type Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { claimNext, queueDueScans } from "./claim-run";
import { runScan } from "./run-scan";
import { scanHost } from "./scan-host";

// Where a place has a page of its own, and what is behind it once that is known.

const database = testDatabase();
const owner = () => database.as("owner");
const ctx = () => database.context("collector");
const operator = () => database.context("collector", { type: "operator", name: "test" });
const make = () => facts(owner(), () => database.clock.now());
const pepper: Pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 6))]]) };
const inRemote = made.github("in the remote");
let folder: string;
let repository: Repository;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-links-"));
  repository = new Repository();
});
beforeEach(() => database.clock.advance(60_000));
afterAll(() => {
  repository.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A secret that is a listed token of a new system. */
async function keyOf(name: string, connector: string, origin: string): Promise<string> {
  const secret = made.github(`key of ${name}`);
  const { id } = await make().connection({ name, connector, origin });
  const token = await make().token(id, { name: `${name} key`, class: "personal_access_token" });
  await owner().tokenFingerprint.create({ data: { tokenId: token.id, kind: "hmac_sha256", value: fingerprint(pepper, secret).value, pepperVersion: 1 } });
  return secret;
}
async function scan(location: string): Promise<void> {
  const { form, source } = await openSource(location);
  await runScan({ ctx: ctx(), pepper }, { form, name: location, location, channel: "code", source });
}
const exposed = (secret: string) =>
  owner().exposure.findFirstOrThrow({
    where: { fingerprints: { some: { value: fingerprint(pepper, secret).value } } },
    include: { occurrences: { orderBy: [{ path: "asc" }, { reference: "desc" }], include: { source: true } } },
  });

test("a cloned repository and a mirror of it lead to the line at its host, so a chain goes on through them; no credential of the remote goes anywhere", async () => {
  const hub = await keyOf("hub", "github", "https://api.github.com");
  const flags = await keyOf("flags", "unleash", "https://flags.example.com");
  repository.git("config", "remote.origin.url", `https://ci:${inRemote}@github.com/acme/shop.git`);
  const commit = repository.commit({ "deploy/prod env.sh": `#!/bin/sh\nexport FLAGS=${flags}\n` });
  const mirror = path.join(folder, "mirror.git");
  execFileSync("git", ["clone", "-q", "--mirror", repository.folder, mirror]);
  execFileSync("git", ["-C", mirror, "config", "remote.origin.url", "git@github.com:acme/shop.git"]);
  const elsewhere = new Repository();
  try {
    elsewhere.git("config", "remote.origin.url", "git@git.example.com:acme/notes.git");
    elsewhere.commit({ "notes.txt": `use ${hub}\n` });
    for (const each of [repository.folder, mirror, elsewhere.folder]) await scan(each);
  } finally {
    elsewhere.remove();
  }
  const url = `https://github.com/acme/shop/blob/${commit}/deploy/prod%20env.sh#L2`;
  const { occurrences } = await exposed(flags);
  // the working tree as it lies there may be no commit's
  expect(occurrences.map((each) => [each.source.name, each.reference, each.url]).sort()).toEqual(
    [
      [mirror, commit, url],
      [repository.folder, "", null],
      [repository.folder, commit, url],
    ].sort(),
  );
  const start = await exposed(hub);
  expect(start.occurrences.map((each) => each.url)).toEqual([null, null]);
  const chain = await chainOf(database.as("web"), start.id);
  expect(chain?.systems.map(({ name, secrets }) => [name, ...secrets.map(({ opens }) => opens?.name)])).toEqual([["hub", "flags"], ["flags"]]);
  const tables = await owner().$queryRaw<{ name: string }[]>`
    select format('%I', relname) as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`;
  for (const { name } of tables) {
    const [row] = await owner().$queryRawUnsafe<{ n: number }[]>(
      `select count(*)::int as n from ${name} t where position($1 in t::text) > 0`,
      inRemote.slice(-16),
    );
    expect([name, row?.n]).toEqual([name, 0]);
  }
});

test("a place that was known before its page was gets its link when it is read again, and keeps it where nobody says any more", async () => {
  const secret = made.github("before");
  const old = new Repository();
  try {
    const commit = old.commit({ "a.txt": `token = "${secret}"\n` });
    const link = async () => (await exposed(secret)).occurrences.find(({ reference }) => reference === commit)?.url;
    await scan(old.folder);
    expect(await link()).toBeNull();
    old.git("config", "remote.origin.url", "git@gitlab.com:acme/web/old.git");
    await scan(old.folder);
    expect(await link()).toBe(`https://gitlab.com/acme/web/old/-/blob/${commit}/a.txt#L1`);
    old.git("config", "--unset", "remote.origin.url");
    await scan(old.folder);
    expect(await link()).toContain("https://gitlab.com/");
  } finally {
    old.remove();
  }
});

test("a planned Slack export leads to its messages once its workspace's address is said, and is read anew for that; without it, it has no links", async () => {
  const secret = made.github("in a chat");
  const location = path.join(folder, "slack.zip");
  const day = [{ type: "message", user: "U1", text: `use ${secret}`, ts: "1772445600.000100" }];
  const content = { "channels.json": JSON.stringify([{ id: "C0OPS", name: "ops" }]), "ops/2026-03-02.json": JSON.stringify(day) };
  writeFileSync(location, zipOf(content));
  const run = async (base?: string) => {
    await nameSource(operator(), { name: "chat", location, form: "slack", channel: "chat", every: 60, ...(base === undefined ? {} : { base }) });
    database.clock.advance(1_000);
    await queueDueScans(ctx());
    for (let next = await claimNext(ctx()); next; next = await claimNext(ctx())) await scanHost({ ctx: ctx(), pepper }, next);
    return (await exposed(secret)).occurrences.map(({ url }) => url);
  };
  expect(await run()).toEqual([null]);
  expect(await run("https://acme.slack.com")).toEqual(["https://acme.slack.com/archives/C0OPS/p1772445600000100"]);
  expect((await owner().scanSource.findUniqueOrThrow({ where: { name: "chat" } })).base).toBe("https://acme.slack.com");
  // said anew without an address, it keeps the one it has
  expect(await run()).toEqual(["https://acme.slack.com/archives/C0OPS/p1772445600000100"]);
  expect((await owner().scanSource.findUniqueOrThrow({ where: { name: "chat" } })).base).toBe("https://acme.slack.com");
  await nameSource(operator(), { name: "chat", location, form: "file", channel: "code", every: 60 });
  expect((await owner().scanSource.findUniqueOrThrow({ where: { name: "chat" } })).base).toBeNull();
});
