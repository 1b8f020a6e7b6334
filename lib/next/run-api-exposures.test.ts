import { beforeAll, expect, test } from "vitest";
import { createApiToken } from "../api-tokens/create-api-token";
import type { ApiScope } from "../domain/api-scopes";
import { found } from "../exposure/testkit/found";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { callApi, own } from "./testkit/call-api";

// Exposures through the API: the same verbs as the pages.

const database = testDatabase();
const call = callApi(database);
let exposure: string;
let mira: Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
const secretOf = async (...scopes: ApiScope[]) =>
  (await createApiToken(database.context("web", asPerson(mira, "security_manager")), { name: "script", scopes, days: 1 }, own)).token;

beforeAll(async () => {
  database.clock.set(new Date());
  const [make, scanned] = [facts, found].map((of) => of(database.as("owner"), () => database.clock.now())) as [
    ReturnType<typeof facts>,
    ReturnType<typeof found>,
  ];
  mira = await make.person({ displayName: "Mira Koh" });
  await database.as("owner").roleGrant.create({ data: { personId: mira.id, role: "security_manager", grantedBy: "test", grantedAt: database.clock.now() } });
  const source = (await scanned.source({ name: "handbook", channel: "wiki" })).id;
  const place = (path: string) => ({ sourceId: source, channel: "wiki" as const, path });
  exposure = (await scanned.exposure({ severity: "critical" }, [place("a.md"), place("b.md")])).id;
  await scanned.exposure({ severity: "low" }, [place("c.md")]);
});

test("a token that may read lists exposures page by page, counts them, and reads one with its places; one without the scope reads none", async () => {
  const reads = await secretOf("read:inventory");
  const first = await (await call(reads, "GET", "/exposures?limit=1")).json();
  expect(first.data).toMatchObject([{ id: exposure, severity: "critical", places: 2, channels: { wiki: 2 }, token: null }]);
  const second = await (await call(reads, "GET", `/exposures?limit=1&cursor=${first.next}`)).json();
  expect(second).toMatchObject({ data: [{ severity: "low" }], next: null });
  expect(await (await call(reads, "GET", "/exposures/counts?severity=low")).json()).toMatchObject({ total: 1 });
  expect(await (await call(reads, "GET", `/exposures/${exposure}`)).json()).toMatchObject({
    occurrences: { data: [{ source: { name: "handbook" }, context: 'const token = "•••";' }, {}], next: null },
    refusal: expect.stringContaining("no token"),
  });
  expect((await (await call(reads, "GET", `/exposures/${exposure}/occurrences?limit=1`)).json()).next).not.toBeNull();
  expect((await call(reads, "GET", `/exposures/${crypto.randomUUID()}`)).status).toBe(404);
  expect((await call(reads, "GET", "/exposures?channel=telepathy")).status).toBe(400);
  const other = await secretOf("read:requests");
  for (const path of ["/exposures", "/exposures/counts", `/exposures/${exposure}`, `/exposures/${exposure}/occurrences`])
    expect((await call(other, "GET", path)).status, path).toBe(403);
});

test("triage needs its own scope, and a move that there is; a grave false positive a reason, a day and a second person", async () => {
  const path = `/exposures/${exposure}/triage`;
  expect((await call(await secretOf("read:inventory"), "POST", path, { body: { to: "in_review" } })).status).toBe(403);
  const triages = await secretOf("write:findings");
  expect(await (await call(triages, "POST", path, { body: { to: "in_review" } })).json()).toEqual({ was: "open", status: "in_review" });
  expect((await call(triages, "POST", path, { body: { to: "closed_false_positive", reason: "A slide." } })).status).toBe(400);
  expect((await call(triages, "POST", path, { body: { to: "in_review" } })).status).toBe(409);
  const wrong = `/exposures/${exposure}/false-positive`;
  const until = new Date(database.clock.now().getTime() + 5 * 86_400_000).toISOString().slice(0, 10);
  expect((await call(triages, "POST", wrong, { body: { reason: "A slide." } })).status).toBe(400);
  const { suppression, status } = await (await call(triages, "POST", wrong, { body: { reason: "A slide.", until } })).json();
  expect(status).toBe("proposed");
  expect((await call(triages, "POST", `/suppressions/${suppression}/decision`, { body: { agree: true } })).status).toBe(403);
  const reads = await secretOf("read:inventory");
  expect(await (await call(reads, "GET", "/suppressions?view=waiting")).json()).toMatchObject({ data: [{ id: suppression, reason: "A slide." }], next: null });
  expect((await call(reads, "POST", `/suppressions/${suppression}/end`)).status).toBe(403);
  expect(await (await call(triages, "POST", `/suppressions/${suppression}/end`)).json()).toEqual({ exposure });
});

test("many at once are a held set: exactly it is moved, what changed meanwhile is left out and named, and it is taken back; nobody else may", async () => {
  const scanned = found(database.as("owner"), () => database.clock.now());
  const source = (await scanned.source({ name: "many" })).id;
  const ids = await Promise.all([1, 2, 3].map(async () => (await scanned.exposure({ severity: "medium" }, [{ sourceId: source }])).id));
  const triages = await secretOf("write:findings");
  for (const path of ["", `/${source}/act`, `/${source}/undo`])
    expect((await call(await secretOf("read:inventory"), "POST", `/exposures/selections${path}`, { body: {} })).status, path).toBe(403);
  const held = await call(triages, "POST", "/exposures/selections", { body: { source: [source] } });
  expect(held.status).toBe(201);
  const { selection, digest, ...rest } = await held.json();
  expect(rest).toMatchObject({ count: 3, grave: 0 });
  const path = `/exposures/selections/${selection}`;
  expect((await call(triages, "POST", `${path}/act`, { body: { digest: "0".repeat(64), act: { what: "triage", to: "in_review" } } })).status).toBe(409);
  expect((await call(triages, "POST", `${path}/act`, { body: { digest, act: { what: "forget" } } })).status).toBe(400);
  // somebody else moves one meanwhile
  await database.as("owner").exposure.update({ where: { id: ids[1] ?? "" }, data: { status: "remediating", triagedBy: "person:somebody else" } });
  // one that comes later fits the filters and is none of the set
  const later = (await scanned.exposure({ severity: "medium" }, [{ sourceId: source }])).id;
  const act = await call(triages, "POST", `${path}/act`, { body: { digest, act: { what: "triage", to: "in_review" } } });
  expect(await act.json()).toEqual({ done: 2, proposed: 0, left: [{ id: ids[1], name: expect.any(String), reason: expect.stringContaining("moved from") }] });
  const states = async () => {
    const rows = await database.as("owner").exposure.findMany({ where: { id: { in: [...ids, later] } }, select: { id: true, status: true } });
    return [...ids, later].map((id) => rows.find((row) => row.id === id)?.status);
  };
  expect(await states()).toEqual(["in_review", "remediating", "in_review", "open"]);
  const entry = await database.as("owner").auditEntry.findFirstOrThrow({ where: { action: "exposure.triaged", subjectId: ids[0] } });
  expect(entry.detail).toMatchObject({ is: "in_review", bulk: true, via: expect.stringMatching(/^api_token:/) });
  expect(await (await call(triages, "POST", `${path}/undo`, { body: { digest, what: "triage" } })).json()).toEqual({ done: 2, left: 1 });
  expect(await states()).toEqual(["open", "remediating", "open", "open"]);
  // another person's token finds no such set
  const other = await facts(database.as("owner"), () => database.clock.now()).person({ displayName: "Ben Ortiz" });
  await database.as("owner").roleGrant.create({ data: { personId: other.id, role: "security_manager", grantedBy: "test", grantedAt: database.clock.now() } });
  const theirs = await createApiToken(
    database.context("web", asPerson(other, "security_manager")),
    { name: "script", scopes: ["write:findings"], days: 1 },
    own,
  );
  expect((await call(theirs.token, "POST", `${path}/act`, { body: { digest, act: { what: "triage", to: "in_review" } } })).status).toBe(404);
});

test("a rule is tried on a sample: places come back, never what stands there, and nothing is logged of it; without its scope nothing", async () => {
  const body = { regex: "acme_(?P<secret>[a-z0-9]{12})", keywords: ["acme_"], sample: "first\nkey = acme_q7w2e9r4t1y8\n" };
  expect((await call(await secretOf("write:findings", "read:inventory"), "POST", "/detection-rules/trial", { body })).status).toBe(403);
  const decides = await secretOf("write:policies");
  const answer = await (await call(decides, "POST", "/detection-rules/trial", { body })).json();
  expect(answer).toMatchObject({ hits: [{ line: 2, start: 17, end: 29, mark: null }], exhausted: false });
  expect(JSON.stringify(answer)).not.toContain("q7w2");
  expect((await call(decides, "POST", "/detection-rules/trial", { body: { ...body, regex: "(" } })).status).toBe(400);
  const logged = await database.as("owner").auditEntry.findMany();
  expect(JSON.stringify(logged, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toContain("q7w2");
});

test("a kind that is switched, and a rule that is added, through the API says through which token, whoever writes the entry", async () => {
  const decides = await secretOf("write:policies");
  for (const body of [{ on: false, reason: "Our mock server's." }, { on: true }])
    expect((await call(decides, "POST", "/detectors/slack_bot_token/switch", { body })).status).toBe(200);
  const rule = await call(decides, "POST", "/detection-rules", { body: { title: "Acme", regex: "acme_(?P<secret>[a-z0-9]{12})", keywords: ["acme_"] } });
  const { id } = await rule.json();
  const entries = await database.as("owner").auditEntry.findMany({ where: { subjectId: { in: ["slack_bot_token", id] } }, orderBy: { id: "asc" } });
  const via = expect.stringMatching(/^api_token:/);
  expect(entries.map(({ action, detail }) => [action, detail])).toEqual([
    ["detector.switched_off", { reason: "Our mock server's.", via }],
    ["detector.switched_on", { was: { off: true, reason: "Our mock server's.", by: `person:${mira.id}`, at: expect.any(String) }, via }],
    ["detection_rule.added", expect.objectContaining({ title: "Acme", via })],
  ]);
});
