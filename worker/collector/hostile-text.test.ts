import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findEndpoint } from "../../lib/api/table";
import { attest } from "../../lib/attestations/attest";
import { listMyTokens } from "../../lib/attestations/my-tokens";
import { FakeVendor } from "../../lib/connectors/testkit/fake-vendor";
import { AppError } from "../../lib/core/errors";
import { keepable } from "../../lib/core/keepable";
import { parse } from "../../lib/core/parse";
import type { ImportKind } from "../../lib/imports/kinds";
import { CsvReader } from "../../lib/imports/read/read-csv";
import { search } from "../../lib/navigation/search";
import { confirmOwner } from "../../lib/ownership/confirm-owner";
import { listGaps } from "../../lib/ownership/list-gaps";
import { rejectSuggestions } from "../../lib/ownership/reject-suggestions";
import { listResidue } from "../../lib/residue/queries";
import { evaluateSuggestions } from "../../lib/suggestions/evaluate-suggestions";
import { testDatabase } from "../../lib/testkit/database";
import { asPerson, facts } from "../../lib/testkit/facts";
import { hiddenFormulas, hostileTexts, tenThousand } from "../../lib/testkit/hostile-text";
import { exportTokens } from "../../lib/tokens/export-tokens";
import { listTokens } from "../../lib/tokens/queries";
import { ttlPolicies } from "../../lib/ttl/queries";
import { setTtlPolicy } from "../../lib/ttl/set-ttl-policy";
import { listViews } from "../../lib/views/list-views";
import { saveView } from "../../lib/views/save-view";
import { createWorkload } from "../../lib/workloads/create-workload";
import { listWorkloads } from "../../lib/workloads/list-workloads";
import { workloadPage } from "../../lib/workloads/workload-page";
import { importFile } from "./imports/testkit/import-file";
import { scimServer } from "./scim/testkit/server";
import { syncNext } from "./sync";
import { collectorRig } from "./testkit/rig";

// Whatever a text says, it stays text: through files, vendors and forms, in lists, answers of the API, searches and exports.

const database = testDatabase();
const scim = scimServer(database);
const make = () => facts(database.as("owner"), () => database.clock.now());
let mira: Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
const manager = () => database.context("web", asPerson(mira, "security_manager", "auditor", "token_owner"));

beforeAll(async () => {
  database.clock.set(new Date());
  mira = await make().person({ displayName: "Mira Koh", userName: "mira" });
});

/** As the API answers: through the endpoint's own shape, and as JSON. */
async function all(path: string): Promise<Record<string, unknown>[]> {
  const match = findEndpoint("GET", path);
  if (!match || "allow" in match) throw new Error(`${path} is no endpoint`);
  const { input, output, run } = match.endpoint;
  const answer = output?.parse(await run(manager(), parse(input, { limit: 200 }) as never));
  return (JSON.parse(JSON.stringify(answer)) as { data: Record<string, unknown>[] }).data;
}
/** What was in the file beside those with NUL, which a file can't bring in. */
const taken = hostileTexts.filter(([, text]) => !text.includes("\0")).map(([, text]) => keepable(text));
const ndjson = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join("\n");

describe("from a file", () => {
  const rows = hostileTexts.map(([, text], n) => ({ text, n }));
  const kinds: { kind: ImportKind; row: (text: string, n: number | string) => object; long: string[] }[] = [
    {
      kind: "people",
      row: (text, n) => ({ userName: `p${n}`, name: text, title: text, department: text, teams: JSON.stringify([text]) }),
      long: ["name"],
    },
    { kind: "teams", row: (text, n) => ({ id: `t${n}`, name: `${text} team` }), long: ["name"] },
    {
      kind: "workloads",
      row: (text, n) => ({ id: `w${n}`, name: text, environment: text, description: text, oidcIssuer: text, oidcSubject: text }),
      long: ["name"],
    },
    { kind: "catalogue", row: (text, n) => ({ id: `c${n}`, name: text, description: text, owner: text }), long: ["name"] },
    {
      kind: "tokens",
      row: (text, n) => ({
        ...{ id: `${n} ${text}`, class: "api_key", name: text, hint: text, purpose: text, workload: text, environment: text, keyId: text },
        ...{ scopes: JSON.stringify([text, "second"]), creator: text, creatorName: text, thirdParty: text, parentKey: text, secret: `${text} ${n} secret` },
      }),
      long: ["id"],
    },
    { kind: "owners", row: (text, n) => ({ token: `${n} ${text}`, owner: "mira", purpose: `${text} is why` }), long: ["token"] },
  ];
  test.each(kinds)("$kind: every text is taken as it stands, those with NUL and of 10,000 characters are told, and nothing else is lost", async (each) => {
    const { run, rejects } = await importFile(database, ndjson([...rows.map(({ text, n }) => each.row(text, n)), each.row(tenThousand, "long")]), {
      kind: each.kind,
      source: `hostile ${each.kind}`,
    });
    expect(rejects.map(({ row, field }) => [row, field])).toEqual([
      [hostileTexts.length, expect.any(String)],
      [hostileTexts.length + 1, each.long[0]],
    ]);
    expect(rejects[0]?.reason).toContain("NUL");
    expect(rejects[1]?.reason).toMatch(/longer than/);
    expect(run).toMatchObject({ status: "partial", read: hostileTexts.length + 1, rejected: 2 });
    expect(run.created + run.changed).toBe(taken.length);
  });

  test("what came in is what the API answers, and what a search finds", async () => {
    expect((await all("/people")).map(({ displayName }) => displayName)).toEqual(expect.arrayContaining(taken));
    expect((await all("/workloads")).map(({ name }) => name)).toEqual(expect.arrayContaining(taken));
    expect((await all("/tokens")).map(({ name }) => name)).toEqual(expect.arrayContaining(taken));
    for (const text of taken) {
      expect((await listTokens(manager(), { q: text })).rows.map(({ name }) => name)).toContain(text);
      expect((await listWorkloads(manager(), { q: text, sort: "name" })).rows.map(({ name }) => name)).toContain(text);
      expect((await search(manager(), text)).map(({ title }) => title)).toContain(text);
    }
    for (const [, text] of hostileTexts) {
      await listGaps(manager(), { q: text });
      await listResidue(manager(), { q: text });
    }
  });

  test("exports hold it as text: CSV that no spreadsheet runs, JSON that reads back", async () => {
    const exported = async (format: "csv" | "json") => new Response((await exportTokens(manager(), { format })).body).text();
    const csv = new CsvReader(",", '"');
    const lines = csv.push(await exported("csv"), true).rows;
    const header = csv.header ?? [];
    const names = lines.map((cells) => cells[header.indexOf("name")] ?? "");
    for (const text of taken) expect(names).toContain(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
    for (const cells of lines) {
      expect(cells).toHaveLength(header.length);
      for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }
    expect((JSON.parse(await exported("json")) as { name: string }[]).map(({ name }) => name)).toEqual(expect.arrayContaining(taken));
  });

  test.each(hiddenFormulas)("a formula behind %j is no blank's", async (text) => {
    await importFile(database, ndjson([{ id: `hidden ${text}`, class: "api_key", name: text, purpose: `x${text}` }]), { source: "hidden" });
    expect((await listTokens(manager(), { q: `hidden` })).rows.map(({ name }) => name)).toContain("=1+1");
  });
});

describe("from a vendor and a directory", () => {
  let vendor: FakeVendor;
  beforeAll(async () => {
    vendor = await FakeVendor.start();
  });
  afterAll(() => vendor.close());

  test("a vendor's names are taken with what can't be kept replaced, and cost no other row", async () => {
    const rig = await collectorRig();
    const connectionId = await rig.connect(database.as("owner"), vendor);
    const accounts = await vendor.addAccounts(hostileTexts.map(([, text]) => ({ name: text })));
    await vendor.addTokens(hostileTexts.map(([, text], n) => ({ name: text, environment: text, scopes: [text], creator: accounts[n]?.id })));
    await database
      .as("owner")
      .syncRun.create({ data: { id: crypto.randomUUID(), connectionId, trigger: "person:test", status: "queued", queuedAt: database.clock.now() } });
    expect(await syncNext(rig.parts(database.context("collector")))).toBe(true);
    const names = async (rows: Promise<{ name: string }[]>) => (await rows).map(({ name }) => name).sort();
    const wanted = hostileTexts.map(([, text]) => keepable(text)).sort();
    expect(await names(database.as("web").token.findMany({ where: { connectionId } }))).toEqual(wanted);
    expect(await names(database.as("web").account.findMany({ where: { connectionId } }))).toEqual(wanted);
  });

  test.each(hostileTexts)("a directory's person with %s is that person", async (_what, text) => {
    const body = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: `${crypto.randomUUID()} ${text}`, displayName: text, title: text };
    const made = await scim.call("POST", "/Users", body);
    expect([made.status, made.body.displayName]).toEqual([201, keepable(text)]);
    if (text.includes('"')) return; // the parser of filters knows no escapes
    expect((await scim.call("GET", `/Users?filter=${encodeURIComponent(`userName eq "${keepable(body.userName)}"`)}`)).body.totalResults).toBe(1);
  });
});

describe("from a person", () => {
  const when = () => database.clock.advance(1000);

  test.each(hostileTexts)("%s stays what was typed: view, workload, policy, owner, purpose, answer and reason", async (_what, text) => {
    when();
    const kept = keepable(text);
    const view = await saveView(manager(), { list: "inventory", name: text, query: "class=api_key" });
    expect((await listViews(manager(), { list: "inventory" })).views.find(({ id }) => id === view.id)?.name).toBe(kept);

    const { id: workload } = await createWorkload(manager(), { name: text, kind: "service", environment: text, description: text });
    expect(await workloadPage(manager(), workload)).toMatchObject({ row: { name: kept, environment: kept }, description: kept });

    const rationale = `Ninety days, because ${text}`;
    const limits = { longestDays: 90, rotateDays: null, unusedDays: null, attestDays: null };
    await setTtlPolicy(manager(), { class: null, environment: null, ...limits, rationale, control: "OWASP-NHI:2025/NHI7" });
    expect((await ttlPolicies(manager()))[0]?.rationale).toBe(keepable(rationale));

    const connection = await make().connection({ connector: "import" });
    const token = (await make().token(connection.id, { imported: true })).id;
    await confirmOwner(manager(), { token, person: mira.id, purpose: text });
    const mine = async () => (await listMyTokens(manager(), { view: "owned", limit: 200 })).rows.find((row) => row.token === token);
    const before = await mine();
    expect(before?.purpose).toBe(kept);
    await attest(manager(), { answer: "not_mine", items: [{ token, version: before?.version }], reason: text });
    const said = await database.as("web").attestation.findFirstOrThrow({ where: { tokenId: token } });
    expect(JSON.stringify(said)).toContain(JSON.stringify(kept).slice(1, -1));

    const account = await make().account(connection.id, mira.id);
    const suggested = (await make().token(connection.id, { creatorAccountId: account.id })).id;
    await database.context("collector").db.$transaction((tx) => evaluateSuggestions(tx, database.context("collector"), [suggested]));
    const row = (await listGaps(manager(), { gap: "suggested_only", limit: 200 })).rows.find((each) => each.token === suggested);
    await rejectSuggestions(manager(), { items: [{ token: suggested, version: row?.version }], reason: text });
    expect(await database.as("web").ownerSuggestion.findFirst({ where: { tokenId: suggested } })).toMatchObject({ status: "rejected", reason: kept });
  });

  const long: [string, () => Promise<unknown>][] = [
    ["a view's name", () => saveView(manager(), { list: "inventory", name: tenThousand, query: "" })],
    ["a workload's name", () => createWorkload(manager(), { name: tenThousand, kind: "service" })],
    [
      "a policy's rationale",
      () =>
        setTtlPolicy(manager(), {
          ...{ class: null, environment: null, longestDays: 1, rotateDays: null, unusedDays: null, attestDays: null },
          ...{ rationale: tenThousand, control: "OWASP-NHI:2025/NHI7" },
        }),
    ],
    ["a purpose", () => confirmOwner(manager(), { token: crypto.randomUUID(), person: mira.id, purpose: tenThousand })],
    ["a reason", () => rejectSuggestions(manager(), { items: [{ token: crypto.randomUUID(), version: "0".repeat(32) }], reason: tenThousand })],
    ["a search", () => listTokens(manager(), { q: tenThousand })],
  ];
  test.each(long)("10,000 characters as %s are told, never cut", async (_what, act) => {
    const error: unknown = await act().catch((thrown: unknown) => thrown);
    expect(error instanceof AppError && error.code).toBe("InvalidInput");
  });
});
