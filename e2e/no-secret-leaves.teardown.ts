import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "@playwright/test";
import { z } from "zod";
import { type Canary, canaryFolder, keepSeen, remember } from "./support/canaries";
import { asOwner, dump } from "./support/database";
import { scan, scanPiped } from "./support/leaks";
import { test } from "./support/sample";
import { filesBelow, type Haystack, search } from "./support/search";
import { countersign, insideOf, type Stack } from "./support/stack";
import { type PlantedSource, plantedSources } from "./support/thousand";

// Runs after every other spec, whatever became of it: none of the secrets that they used may stand anywhere they were not meant to.

const World = z.object({
  credentials: z.object({ read: z.string(), revoke: z.string(), control: z.string(), used: z.array(z.object({ secret: z.string() })) }),
});

/** These are made to be told from any word, and may be shorter. */
const plantedWhat = "a planted secret of";

/** What the specs noted, and what the sample was made with. */
async function canaries(stack: Stack): Promise<Canary[]> {
  const { folder, secrets } = await insideOf(stack);
  const { credentials } = World.parse(JSON.parse(await readFile(path.join(folder, "demo", "world.json"), "utf8")));
  const noted = (await readFile(path.join(canaryFolder(stack), "secrets.jsonl"), "utf8")).trim().split("\n");
  return [
    ...noted.map((line) => JSON.parse(line) as Canary),
    { what: "the personal access token for reading", secret: credentials.read },
    { what: "the personal access token for revoking", secret: credentials.revoke },
    { what: "the control token", secret: credentials.control },
    ...credentials.used.map(({ secret }) => ({ what: "a token that workloads use", secret })),
    { what: "the sample's SCIM token", secret: secrets.demo.scimToken },
    { what: "Unleash's administrator password", secret: secrets.demo.adminPassword },
    { what: "the secret of sessions", secret: secrets.nextAuthSecret },
    { what: "the database superuser's password", secret: secrets.superuserPassword },
    { what: "the pepper", secret: secrets.pepper.peppers["1"] ?? "" },
  ].filter(({ what, secret }) => secret.length >= (what.startsWith(plantedWhat) ? 8 : 12));
}

/** What of a list of `/api/v1` is read here; it is kept whole. */
const Listed = z.object({ data: z.array(z.unknown()), next: z.string().nullable() });

const tables = async (stack: Stack): Promise<Haystack[]> =>
  asOwner(stack, async (client) => (await dump(client)).map(({ table, text }) => ({ where: `table ${table}`, bytes: Buffer.from(text) })));

/** How many secrets an answer of a scan tells of. */
function told(format: (typeof formats)[number], answer: string): number {
  if (format === "text") return Number((/^[\d,]+/.exec(answer)?.[0] ?? "0").replaceAll(",", ""));
  if (format === "json") return z.object({ secrets: z.array(z.unknown()) }).parse(JSON.parse(answer)).secrets.length;
  return z.object({ runs: z.array(z.object({ results: z.array(z.unknown()) })) }).parse(JSON.parse(answer)).runs[0]?.results.length ?? 0;
}

const formats = ["text", "json", "sarif"] as const;
/** What no detector knows, or stands twice as one secret, is the quality bench's to count. */
const mostly = 0.95;

test("a thousand secrets in eighteen forms of source, each told as text, JSON and SARIF: found, kept, and listed on pages, in exports and by REST", async ({
  sample,
  signIn,
}) => {
  const sources = await plantedSources(1000);
  expect(sources).toHaveLength(18);
  const lookThrough = async ({ name, words, input, secrets, needles }: PlantedSource, n: number) => {
    for (const needle of needles) await remember(sample, `${plantedWhat} ${name}`, needle);
    for (const [at, format] of formats.entries()) {
      // one of them is kept, each form of answer by turns
      const ways = at === n % formats.length ? [] : ["--no-store"];
      const all = [...words, ...ways, "--format", format];
      const answer = await (input === undefined ? scan(sample, ...all) : scanPiped(sample, input, ...all));
      await keepSeen(sample, `scan of ${name} as ${format}`, answer);
      expect(told(format, answer), `${name} as ${format}`).toBeGreaterThan(secrets.length * mostly - 2);
    }
  };
  // each begins a program of its own: three at a time
  for (let n = 0; n < sources.length; n += 3) await Promise.all(sources.slice(n, n + 3).map((source, at) => lookThrough(source, n + at)));
  // taken for what they are not: what is said then holds none of them either
  for (const { name, words } of sources.filter(({ input }, n) => input === undefined && n % 5 === 0)) {
    const said = await scan(sample, ...words, "--no-store", "--as", "har").catch((error: Error) => error.message);
    await keepSeen(sample, `scan of ${name} as an HTTP Archive`, said);
  }
  const planted = sources.flatMap(({ secrets }) => secrets);
  const mira = await signIn("mira.koh");
  const get = async (at: string, headers: Record<string, string> = {}) => {
    const answer = await mira.request.get(sample.origins.web + at, { headers });
    expect(answer.ok(), at).toBe(true);
    const text = await answer.text();
    await keepSeen(sample, at, text);
    return text;
  };
  const scans = await asOwner(
    sample,
    async (client) => (await client.query<{ id: string }>("select id from scan_source where created_at > now() - interval '1 hour'")).rows,
  );
  for (const { id } of scans) await get(`/exposure/scans/${id}`);
  for (const at of [
    "/exposure",
    "/exposure/scans",
    "/exposure?by=channel",
    "/exposure?by=team",
    "/exposure?by=visible",
    "/exposure?by=headstart",
    "/inventory",
    "/",
  ])
    await get(at);
  const exported = JSON.parse(await get("/api/exposures/export?format=json&marked=shown")) as { id: string }[];
  await get("/api/exposures/export?format=csv&marked=shown");
  expect(exported.length).toBeGreaterThan(planted.length * mostly);
  const few = exported.filter((_, n) => n % 40 === 0);
  for (const { id } of few) await get(`/exposure/${id}`);

  // the same by REST
  const made = await countersign(
    sample,
    ...["api-token", "create", "--person", "mira.koh", "--name", "reads exposures", "--scope", "read:inventory", "--days", "1"],
  );
  const { token } = z.object({ token: z.string() }).parse(made);
  await remember(sample, "an API token that reads exposures", token);
  const read = (at: string) => get(`/api/v1${at}`, { authorization: `Bearer ${token}` });
  let listed = 0;
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: z.infer<typeof Listed> = Listed.parse(
      JSON.parse(await read(`/exposures?marked=shown&limit=500${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)),
    );
    listed += page.data.length;
    cursor = page.next;
  }
  expect(listed).toBeGreaterThan(planted.length * mostly);
  for (const at of ["/exposures/counts", "/exposures/head-start", "/scans?limit=100", "/scans/sources", "/tokens?limit=100"]) await read(at);
  for (const { id } of few) for (const part of ["", "/occurrences", "/readers"]) await read(`/exposures/${id}${part}`);
});

test("no secret that was used stands in the database, a log, a page, an answer or an export", async ({ sample, signIn }) => {
  const { folder } = await insideOf(sample);
  const mira = await signIn("mira.koh");
  for (const format of ["csv", "json"]) {
    const answer = await mira.request.get(`${sample.origins.web}/api/inventory/export?format=${format}`);
    expect(answer.ok(), `inventory export as ${format}`).toBe(true);
    await keepSeen(sample, `inventory export as ${format}`, await answer.text());
  }
  for (const broken of ["/api/inventory?cursor=%00", "/requests/999999", "/api/requests/x", "/sign-in/link?token=x", "/nothing-here"])
    await keepSeen(sample, `error at ${broken}`, await (await mira.request.get(sample.origins.web + broken)).text());
  const secrets = await canaries(sample);
  const seen = await filesBelow(path.join(canaryFolder(sample), "seen"));
  const logs = await filesBelow(path.join(folder, "logs"));
  const rows = await tables(sample);
  // The one page that is there to hold a link's token, before it is spent.
  const pages = seen.filter(({ bytes }) => !bytes.subarray(0, 200).toString().split("\n")[0]?.endsWith("/sign-in/link"));
  expect({ secrets: secrets.length > 10, pages: pages.length > 20, logs: logs.length >= 5, rows: rows.length > 30 }).toEqual({
    secrets: true,
    pages: true,
    logs: true,
    rows: true,
  });
  // Each process's own folder too; the keys that belong to it are the only secrets there, and none of these.
  const homes = (await Promise.all(["web", "signer", "collector", "executor"].map((name) => filesBelow(path.join(folder, name))))).flat();
  const keys = homes.filter(({ where }) => !/\/(pepper|age-identity)\.(json|txt)$/.test(where));
  expect(search(secrets, [...rows, ...logs, ...pages, ...keys])).toEqual([]);
});

test("the search finds what is planted: in a table, in a binary column, in a log and in a page", async ({ sample }) => {
  const secret = `*:production.${crypto.randomUUID().replaceAll("-", "")}`;
  const planted = [{ what: "planted", secret }];
  const found = await asOwner(sample, async (client) => {
    await client.query("begin");
    await client.query("create table planted (plain text, bytes bytea, nested jsonb)");
    await client.query("insert into planted values ($1, $2, $3)", [secret, Buffer.from(secret), JSON.stringify({ a: [`Bearer ${secret}`] })]);
    const text = (await dump(client)).find(({ table }) => table === "public.planted")?.text ?? "";
    await client.query("rollback");
    return search(planted, [{ where: "table", bytes: Buffer.from(text) }]);
  });
  expect(new Set(found.map(({ as }) => as))).toContain("plain");
  expect(new Set(found.map(({ as }) => as))).toContain("hex");
  const folder = await mkdtemp(path.join(tmpdir(), "countersign-planted-"));
  await writeFile(path.join(folder, "web.log"), `{"level":30,"authorization":"Basic ${Buffer.from(`x:${secret}`).toString("base64")}"}\n`);
  await writeFile(path.join(folder, "page.html"), `<a href="/x?token=${encodeURIComponent(secret)}">`);
  const leaks = search(planted, await filesBelow(folder));
  await rm(folder, { recursive: true });
  expect(new Set(leaks.map(({ where }) => path.basename(where)))).toEqual(new Set(["web.log", "page.html"]));
});
