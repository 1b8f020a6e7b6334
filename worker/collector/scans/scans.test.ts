import { createSecretKey } from "node:crypto";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256 } from "../../../lib/core/canonical";
import { exposurePage } from "../../../lib/exposure/exposure-page";
import { openSource } from "../../../lib/exposure/sources/open-source";
import { type Sourced, SourceFault } from "../../../lib/exposure/sources/piece";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { openStream } from "../../../lib/exposure/testkit/open-stream";
import { Repository } from "../../../lib/exposure/testkit/repository";
import { fingerprint, type Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { asPerson, facts } from "../../../lib/testkit/facts";
import { mergeTokens } from "../../../lib/tokens/merge-tokens";
import { runScan, type ScanInput } from "./run-scan";

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
const key = (name: string) => createSecretKey(Buffer.from(name.padEnd(32, ".")));
const pepper: Pepper = { current: 1, keys: new Map([[1, key("one")]]) };
const renewed: Pepper = {
  current: 2,
  keys: new Map([
    [1, key("one")],
    [2, key("two")],
  ]),
};
let repository: Repository;
beforeAll(() => {
  repository = new Repository();
});
afterAll(() => repository.remove());

const scan = (input: ScanInput, under = pepper) => runScan({ ctx: database.context("collector"), pepper: under, batch: 2 }, input);
const git = async (): Promise<ScanInput> => ({
  form: "git",
  name: "repository",
  location: repository.folder,
  channel: "code",
  source: (await openSource(repository.folder)).source,
});
const pasted = (name: string, text: string, channel: ScanInput["channel"] = "chat"): ScanInput => ({
  form: "stream",
  name,
  location: null,
  channel,
  source: openStream(
    (async function* () {
      yield Buffer.from(text);
    })(),
    name,
    channel,
  ),
});
const exposureOf = async (secret: string) =>
  owner().exposure.findFirst({
    where: { fingerprints: { some: { value: { in: [fingerprint(pepper, secret).value, fingerprint(renewed, secret).value] } } } },
    include: { occurrences: { orderBy: { path: "asc" } }, token: { include: { ownership: true, connection: true } }, fingerprints: true },
  });

test("one secret in two commits and a chat is one exposure with its places, and nothing is doubled when it is seen again", async () => {
  const secret = made.github("in three places");
  repository.commit({ "a.ts": "const first = 1;\n" });
  const commit = repository.commit({ "a.ts": `const first = 1;\nconst token = "${secret}";\n` });
  repository.commit({ "b.ts": `// again: ${secret}\n`, "a.ts": "const first = 1;\n" });
  const { runId } = await scan(await git());
  expect(await owner().scanRun.findUnique({ where: { id: runId } })).toMatchObject({ status: "succeeded", commits: 3, exposures: 1, occurrences: 3 });
  await scan(pasted("paste", `look: ${secret}`));
  const exposure = await exposureOf(secret);
  expect(exposure).toMatchObject({ kind: "github_pat", status: "open", validity: "unknown", severity: "high", matchedBy: null });
  expect(exposure?.firstVisibleAt?.toISOString()).toBe("2026-01-01T02:00:00.000Z");
  expect(exposure?.occurrences.map(({ path, line, channel }) => `${channel} ${path}:${line}`)).toEqual([
    "code a.ts:2",
    "code b.ts:1",
    "code b.ts:1",
    "chat paste:1",
  ]);
  expect(exposure?.occurrences[0]).toMatchObject({ reference: commit, author: "Ada Wolfe <ada@example.test>", context: 'const token = "•••";' });
  const again = await scan(await git());
  expect(await owner().scanRun.findUnique({ where: { id: again.runId } })).toMatchObject({ exposures: 0, occurrences: 0 });
  expect(await owner().scanSource.count()).toBe(2);
});

test("it is the token that answers to it, by our fingerprint or the vendor's hash; else it gets a row with nobody as owner", async () => {
  const [ours, theirs, nobodys] = ["ours", "theirs", "nobody's"].map((name) => made.github(name)) as [string, string, string];
  const connection = await make().connection();
  const known = await make().token(connection.id);
  await owner().tokenFingerprint.create({ data: { tokenId: known.id, kind: "hmac_sha256", value: fingerprint(pepper, ours).value, pepperVersion: 1 } });
  const listed = await make().token(connection.id);
  await owner().tokenFingerprint.create({ data: { tokenId: listed.id, kind: "sha256", value: sha256(theirs) } });
  await scan(pasted("tokens", `a ${ours}\nb ${theirs}\nc ${nobodys}\n`));
  expect(await exposureOf(ours)).toMatchObject({ tokenId: known.id, matchedBy: "hmac_sha256", severity: "high" });
  expect(await exposureOf(theirs)).toMatchObject({ tokenId: listed.id, matchedBy: "sha256" });
  const shadow = (await exposureOf(nobodys))?.token;
  expect(shadow).toMatchObject({
    class: "personal_access_token",
    imported: true,
    ownership: null,
    expiry: "unknown",
    connection: { name: "Found by scanning" },
  });
});

test.each([
  ["a connection", false, null],
  ["a listing", true, "Its token is known from an import alone. Connect its system first."],
])("found first and then listed by %s, it is known as that one's, and what can be done follows from it", async (_, imported, refusal) => {
  const secret = made.unleash(`first ${imported}`);
  await scan(pasted(`first ${imported}`, secret));
  const { id, tokenId: shadow } = (await exposureOf(secret)) ?? { id: "", tokenId: null };
  await owner().exposure.update({ where: { id }, data: { severity: "medium" } });
  const page = async () => exposurePage(database.context("web", asPerson(await make().person(), "security_manager")), id);
  expect(await page()).toMatchObject({ row: { token: { id: shadow, link: "unlisted" } }, refusal: expect.stringContaining("Nobody had listed it") });
  // the row made for it is older, and of an older listing
  const listed = await make().token((await make().connection(imported ? { connector: "import" } : {})).id, { imported });
  await owner().tokenFingerprint.create({ data: { tokenId: listed.id, kind: "hmac_sha256", value: fingerprint(pepper, secret).value, pepperVersion: 1 } });
  const collector = database.context("collector");
  await collector.db.$transaction((tx) => mergeTokens(tx, collector, { tokens: [listed.id] }));
  expect(await page()).toMatchObject({ row: { severity: "high", token: { id: listed.id, link: "listed" } }, matchedBy: "hmac_sha256", refusal });
});

test("a report without the secret is of what stands at its place; of nothing it makes a row by itself, once, that is no token", async () => {
  const secret = made.github("told of by a report");
  const commit = repository.commit({ "reported.ts": `const t = "${secret}";\n` });
  await scan(await git());
  const [report, path] = ["a report", `${repository.folder}/report.sarif`];
  const place = (uri: string) => [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } } }];
  const result = (uri: string, sha: string, more: object = {}) => ({
    ruleId: "github_pat",
    message: { text: "a secret" },
    locations: place(uri),
    partialFingerprints: { commitSha: sha },
    ...more,
  });
  const sarif = (name: string, results: object[]) => JSON.stringify({ version: "2.1.0", sarif: "", runs: [{ tool: { driver: { name } }, results }] });
  const read = async (text: string): Promise<ScanInput> => {
    writeFileSync(path, text);
    const { source } = await openSource(path, { form: "sarif" });
    return { form: "sarif", name: report, location: null, channel: "code", source };
  };
  const count = async () => [await owner().exposure.count(), await owner().token.count()];
  const before = await count();

  // ours comes back: by kind, hint, path and commit, whatever its line is by now
  const hint = `ghp_…${secret.slice(-4)}`;
  const own = result("reported.ts", commit, { properties: { hint, commit, channel: "code" } });
  await scan(await read(sarif("Countersign", [own])));
  // another's at the same place and line of that commit
  await scan(await read(sarif("Some Secret Scanner", [result("reported.ts", commit)])));
  expect(await count()).toEqual(before);
  const exposure = await exposureOf(secret);
  const sources = await owner().scanSource.findMany({ where: { name: { in: ["repository", report] } }, select: { id: true, name: true } });
  const seen = exposure?.occurrences.map(({ sourceId, reference }) => `${sources.find(({ id }) => id === sourceId)?.name} ${reference}`).sort();
  expect(seen).toEqual([`a report ${commit}`, "repository ", `repository ${commit}`]);

  // of a place that nobody saw: a row by itself, once
  for (let n = 0; n < 2; n++) await scan(await read(sarif("Some Secret Scanner", [result("elsewhere.ts", "beef")])));
  expect(await count()).toEqual([(before[0] as number) + 1, before[1]]);
  const row = await owner().exposure.findFirstOrThrow({ where: { occurrences: { some: { path: "elsewhere.ts" } } }, include: { occurrences: true } });
  expect(row).toMatchObject({
    kind: "reported_elsewhere",
    tokenId: null,
    matchedBy: null,
    hint: "•••",
    occurrences: [{ context: expect.stringContaining("does not hold it") }],
  });
});

test("a renewed pepper finds the same exposure, and nothing is doubled", async () => {
  const secret = made.github("before the new pepper");
  await scan(pasted("before", secret));
  await scan(pasted("after", secret), renewed);
  const exposure = await exposureOf(secret);
  expect(exposure?.occurrences).toHaveLength(2);
  expect(exposure?.fingerprints.map(({ pepperVersion }) => pepperVersion).sort()).toEqual([1, 2]);
  await scan(pasted("later", secret), { current: 2, keys: new Map([[2, key("two")]]) });
  expect((await exposureOf(secret))?.occurrences).toHaveLength(3);
});

test("what is known to be no secret is counted and not kept; a source that fails says so, and what was found until then stays", async () => {
  const before = await owner().exposure.count();
  const { runId } = await scan(pasted("config", 'password: $DB_PASSWORD\napi_key = "your-api-key-here"\n', "code"));
  expect(await owner().exposure.count()).toBe(before);
  const run = await owner().scanRun.findUnique({ where: { id: runId } });
  expect(Object.keys(run?.marked as object).length).toBeGreaterThan(0);
  const secret = made.github("before the fault");
  async function* failing(): AsyncGenerator<Sourced> {
    yield* pasted("x", `${secret}\n${made.github("second")}`).source;
    throw new SourceFault("The disk is gone. Put it back.");
  }
  await expect(scan({ ...pasted("broken", ""), source: failing() })).rejects.toThrow("The disk is gone.");
  expect(await owner().scanRun.findFirst({ where: { source: { name: "broken" } } })).toMatchObject({
    status: "failed",
    error: "The disk is gone. Put it back.",
  });
  expect(await exposureOf(secret)).not.toBeNull();
});

test("no secret that was found stands anywhere in the database", async () => {
  const secrets = Array.from({ length: 60 }, (_, n) => (n % 2 ? made.github(`canary ${n}`) : made.unleash(`canary ${n}`)));
  await scan(pasted("canaries", secrets.map((secret, n) => `token ${n} = "${secret}" and next ${secrets[(n + 1) % secrets.length]}`).join("\n")));
  expect(await owner().exposure.count({ where: { occurrences: { some: { path: "canaries" } } } })).toBe(60);
  const tables = await owner().$queryRaw<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`;
  for (const { name } of tables) {
    const rows = await owner().$queryRawUnsafe<{ row: string }[]>(`select t::text as row from "${name}" t`);
    const text = rows.map(({ row }) => row).join("\n");
    for (const secret of secrets) expect(text.includes(secret.slice(8, -4)), `${name} holds a secret`).toBe(false);
  }
});

test("web may not write what was found, and may triage it", async () => {
  const web = database.as("web");
  const { id } = await owner().exposure.findFirstOrThrow();
  await expect(web.exposure.update({ where: { id }, data: { validity: "invalid" } })).rejects.toThrow("permission denied");
  await expect(web.$executeRaw`delete from occurrence`).rejects.toThrow("permission denied");
  // where a source lies, and that it is looked through by the clock, is said on the collector's host alone
  await expect(
    web.$executeRaw`insert into scan_source (id, form, name, location, channel, created_by, created_at) values (gen_random_uuid(), 'directory', '/etc', '/etc', 'code', 'x', now())`,
  ).rejects.toThrow("permission denied");
  const { id: sourceId } = await owner().scanSource.findFirstOrThrow();
  for (const change of ["location = '/etc'", "every = 1", "heads = '{}'", "removed_at = null"])
    await expect(web.$executeRawUnsafe(`update scan_source set ${change} where id = '${sourceId}'`)).rejects.toThrow("permission denied");
  const queue = (status: string) =>
    web.$executeRaw`insert into scan_run (id, source_id, trigger, status, queued_at) values (gen_random_uuid(), ${sourceId}::uuid, 'x', ${status}::sync_status, now())`;
  await expect(queue("succeeded")).rejects.toThrow("web may only ask for a scan");
  expect(await queue("queued")).toBe(1);
  expect(await web.exposure.update({ where: { id }, data: { status: "in_review" }, select: { status: true } })).toEqual({ status: "in_review" });
});
