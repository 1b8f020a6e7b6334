import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { encodePlace } from "../core/keyset";
import type { RoleName } from "../domain/roles";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { exposurePage } from "./exposure-page";
import { listPlaces } from "./list-places";
import { listScanSources, scanCoverage, scanSourcePage } from "./scans";
import { found } from "./testkit/found";
import { ticketText } from "./ticket-text";
import { triageExposure } from "./triage-exposure";

const database = testDatabase();
const me = { id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" };
const as = (...roles: RoleName[]) => database.context("web", asPerson(me, ...roles));
const manager = () => as("security_manager");
const made = () => found(database.as("owner"), () => database.clock.now());
const make = () => facts(database.as("owner"), () => database.clock.now());
let source: string;

beforeAll(async () => {
  database.clock.set(new Date("2026-10-01T00:00:00Z"));
  source = (await made().source({ name: "/srv/shop" })).id;
});
beforeEach(() => database.clock.advance(1000));

const one = (fields: Parameters<ReturnType<typeof found>["exposure"]>[0] = {}) => made().exposure(fields, [{ sourceId: source }]);
const move = (exposureId: string, to: "open" | "in_review" | "remediating", reason = "") => triageExposure(manager(), { exposureId, to, reason });

test("a manager takes it into review, says that it is being remedied, and opens it again; each move is audited with what it was", async () => {
  const { id } = await one();
  expect(await move(id, "in_review")).toEqual({ was: "open", status: "in_review" });
  await move(id, "remediating", "Asked the billing team.");
  expect(await exposurePage(manager(), id)).toMatchObject({ row: { status: "remediating", note: "Asked the billing team." }, may: { triage: true } });
  await expect(move(id, "remediating")).rejects.toMatchObject({ code: "Conflict" });
  await move(id, "open");
  const { audit } = await exposurePage(manager(), id);
  expect(audit?.map(({ action }) => action)).toEqual(["exposure.triaged", "exposure.triaged", "exposure.triaged"]);
  await expect(move(randomUUID(), "open")).rejects.toMatchObject({ code: "NotFound" });
});

test("whoever only reads does not triage, and is shown no log that they may not read", async () => {
  const { id } = await one();
  for (const role of ["auditor", "token_owner", "approver", "administrator"] as const)
    await expect(triageExposure(as(role), { exposureId: id, to: "in_review" })).rejects.toMatchObject({ code: "Forbidden" });
  expect(await exposurePage(as("auditor"), id)).toMatchObject({ row: { status: "open" }, audit: [], may: { triage: false } });
  expect((await exposurePage(as("approver"), id)).audit).toBeNull();
  await expect(exposurePage(as(), id)).rejects.toMatchObject({ code: "Forbidden" });
});

test("of two who triage at once, one is told that it moved", async () => {
  const { id } = await one();
  const results = await Promise.allSettled([move(id, "in_review"), move(id, "in_review")]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("what is not there is not found", async () => {
  for (const id of [randomUUID(), "nonsense"]) {
    await expect(exposurePage(manager(), id)).rejects.toMatchObject({ code: "NotFound" });
    await expect(scanSourcePage(manager(), id)).rejects.toMatchObject({ code: "NotFound" });
  }
});

test("places come the longest visible first, those without a date last, page by page; an address that is no web page is none", async () => {
  const at = (day: number) => new Date(Date.UTC(2026, 0, day));
  const { id } = await made().exposure({}, [
    { sourceId: source, path: "c", visibleAt: null, url: "javascript:alert(1)" },
    { sourceId: source, path: "b", visibleAt: at(2), url: "https://git.example/b" },
    { sourceId: source, path: "a", visibleAt: at(1), reference: "abc" },
    { sourceId: source, path: "b", visibleAt: at(2) },
  ]);
  const { rows } = await listPlaces(manager(), { id });
  expect(rows.map(({ path }) => path).join("")).toBe("abbc");
  expect([rows[0]?.reference, rows[1]?.reference, rows[3]?.url]).toEqual(["abc", null, null]);
  expect(rows.map(({ url }) => url)).toContain("https://git.example/b");
  let [seen, cursor]: [string[], string | null] = [[], ""];
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof listPlaces>> = await listPlaces(manager(), { id, cursor, limit: 1 });
    seen = [...seen, ...page.rows.map((place) => place.id)];
    cursor = page.next;
  }
  expect(seen).toEqual(rows.map((place) => place.id));
  await expect(listPlaces(as(), { id })).rejects.toMatchObject({ code: "Forbidden" });
});

test("a token that a connection lists can be requested; one that nobody had listed, an imported and a dead one can't, and it is said why", async () => {
  const [live, imported] = [await make().connection(), await make().connection({ connector: "import" })];
  const listed = await make().token(live.id, { name: "billing-sync" });
  const shadow = await make().token(imported.id, { imported: true });
  const page = async (fields: Parameters<typeof one>[0]) => exposurePage(manager(), (await one(fields)).id);
  const known = await page({ tokenId: listed.id, matchedBy: "sha256" });
  expect(known).toMatchObject({ refusal: null, token: { name: "billing-sync" }, row: { token: { link: "listed" } } });
  expect((await exposurePage(as("auditor"), known.row.id)).refusal).toContain("Your roles");
  expect((await page({ tokenId: shadow.id })).refusal).toContain("Nobody had listed it");
  expect((await page({ tokenId: shadow.id, matchedBy: "sha256" })).refusal).toContain("import alone");
  expect(await page({})).toMatchObject({ refusal: expect.stringContaining("no token"), token: null });
});

test("how far it is: dates that sources tell, unknown where they don't, and no stage that can't come", async () => {
  const states = async (fields: Parameters<typeof one>[0]) => (await exposurePage(manager(), (await one(fields)).id)).stages.map(({ state }) => state);
  const { id } = await make().token((await make().connection()).id);
  expect(await states({})).toEqual(["unknown", "done", "never", "never", "never"]);
  expect(await states({ tokenId: id, firstVisibleAt: database.clock.now() })).toEqual(["done", "done", "waiting", "waiting", "waiting"]);
});

test("the ticket says what, where, who and how, on inert lines", async () => {
  const { id } = await made().exposure({ kind: "github_pat", hint: "ghp_…9f2c" }, [
    { sourceId: source, path: "src/a\u202Eb.ts\nSeverity: none", line: 7, author: "Ada <ada@example.test>" },
  ]);
  const text = ticketText(await exposurePage(manager(), id), "https://countersign.example/exposure/1");
  expect(text).toContain("ghp_…9f2c");
  expect(text).toContain("- Code: src/a\\u202eb.ts\\u000aSeverity: none:7 by Ada <ada@example.test>");
  expect(text).toContain("Answers for it: nobody is known");
  expect(text).toContain("GitHub");
  expect(text.split("\n").at(-1)).toBe("https://countersign.example/exposure/1");
});

test("what was looked through, how it ended, and what could not be read; for those with a role", async () => {
  const { id } = await made().source({ name: "handbook", form: "directory", channel: "wiki" });
  const first = await made().run(id, { unreadable: { media: 1 } });
  database.clock.advance(60_000);
  const last = await made().run(id, {
    status: "failed",
    finishedAt: null,
    error: "The disk is gone.",
    texts: 12n,
    bytes: 3_000_000_000n,
    marked: { example: 2 },
    unreadable: { encrypted: 3, media: 1 },
  });
  await database.as("owner").unreadable.createMany({ data: [{ runId: last.id, n: 0, path: "a.zip", reason: "encrypted" }] });
  await made().exposure({}, [{ sourceId: id, channel: "wiki" }]);
  const page = await scanSourcePage(manager(), id);
  expect(page).toMatchObject({
    source: { name: "handbook", secrets: 1, runs: 2 },
    run: {
      id: last.id,
      status: "failed",
      error: "The disk is gone.",
      texts: 12,
      bytes: 3_000_000_000,
      marked: { example: 2 },
      unread: [{ path: "a.zip", reason: "encrypted" }],
    },
  });
  expect(await scanSourcePage(manager(), id, first.id)).toMatchObject({ run: { id: first.id, unread: [] } });
  await expect(scanSourcePage(manager(), id, randomUUID())).rejects.toMatchObject({ code: "NotFound" });
  const { sources, total } = await listScanSources(manager());
  expect([total, sources[0]?.name, sources[0]?.last?.id]).toEqual([2, "handbook", last.id]);
  expect(await scanCoverage(manager())).toMatchObject({ sources: 2, whole: 1, failed: 1, unreadable: 4 });
  // nobody looks through it any more: that it failed, and how old it is, is no gap
  await database.as("owner").scanSource.update({ where: { id }, data: { removedAt: database.clock.now() } });
  expect(await scanCoverage(manager())).toEqual({
    sources: 2,
    removed: 1,
    whole: 0,
    oldest: null,
    newest: first.finishedAt?.toISOString(),
    failed: 0,
    unreadable: 0,
  });
  for (const read of [listScanSources, scanCoverage]) await expect(read(as())).rejects.toMatchObject({ code: "Forbidden" });
  await expect(scanSourcePage(as(), id)).rejects.toMatchObject({ code: "Forbidden" });
});

test("what systems list stands beneath them alone, first what failed; and all of it can be had, two hundred at a time", async () => {
  const before = (await listScanSources(manager())).total;
  const { id: system } = await made().source({ name: "a forge", form: "rest" });
  const fields = { form: "git", channel: "code" as const, location: "/srv", heads: [], createdBy: "operator:test", createdAt: database.clock.now() };
  const children = Array.from({ length: 203 }, (_, n) => ({ ...fields, id: randomUUID(), name: `listed ${n}`, location: `/srv/${n}`, parentId: system }));
  await database.as("owner").scanSource.createMany({ data: children });
  const [failed, never] = [children[7]?.id as string, children[8]?.id];
  await made().run(failed, { status: "failed" });
  database.clock.advance(60_000);
  for (const { id } of children.slice(9, 12)) await made().run(id);
  const all = await listScanSources(manager());
  expect([all.total, all.more, all.next, all.sources.filter(({ parent }) => parent !== null)]).toEqual([before + 1, 0, null, []]);
  expect(all.sources).toContainEqual(expect.objectContaining({ id: system, repositories: 203 }));

  const first = await listScanSources(manager(), { system });
  expect([first.total, first.more, first.sources.length, first.sources[0]?.id]).toEqual([203, 3, 200, failed]);
  const rest = await listScanSources(manager(), { system, cursor: first.next });
  expect([rest.total, rest.more, rest.next, rest.sources.length]).toEqual([203, 0, null, 3]);
  const told = [...first.sources, ...rest.sources].map(({ id }) => id);
  expect(new Set(told)).toEqual(new Set(children.map(({ id }) => id)));
  expect(told.indexOf(never as string)).toBeGreaterThan(3);
  for (const place of ["2 -infinity", "0 yesterday", "0"])
    await expect(listScanSources(manager(), { system, cursor: encodePlace([place, system]) })).rejects.toMatchObject({ code: "InvalidInput" });
});
