import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { countExposures } from "../exposure/count-facets";
import { found } from "../exposure/testkit/found";
import { findRootCauses } from "../posture/find-root-causes";
import { fileRequest } from "../requests/file-request";
import { type RequestWorld, requestWorld } from "../requests/testkit/world";
import { residueTotals } from "../residue/queries";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { tokenFacets } from "../tokens/facets";
import { exposed, exposureLinks } from "./exposed";
import { overview } from "./queries";

const database = testDatabase();
let world: RequestWorld;
const manager = () => database.context("web", asPerson(world.manager, "security_manager"));

beforeAll(async () => {
  database.clock.set(new Date());
  world = await requestWorld(database.as("owner"), () => database.clock.now());
  const { make, connection } = world;
  const dana = await make.person({ displayName: "Dana Whitfield", status: "departed", statusAt: new Date(Date.now() - 86_400_000) });
  const token = await make.token(connection.id, { name: "billing-sync", lastUsedAt: new Date() });
  await make.finding("departed-still-alive", { tokenId: token.id, personId: dana.id }, { severity: "critical" });
  await make.finding("no-owner", { tokenId: token.id });
  const asked = await make.token(connection.id, { name: "asked", class: "deploy_key", expiry: "never" });
  await make.finding("never-expires", { tokenId: asked.id });
  await fileRequest(manager(), { tokens: [asked.id], reason: "Old.", acknowledgement: "asked" });
  await make.connection({ name: "github" });
  // Outlives its person too, and nothing here can revoke it: no decision.
  const imported = await make.token(connection.id, { name: "listed", imported: true });
  const listed = await make.person({ displayName: "Idris Okafor", status: "departed" });
  await make.finding("departed-still-alive", { tokenId: imported.id, personId: listed.id }, { severity: "critical" });
});

test("every figure is the number of rows that its link opens", async () => {
  const shown = await overview(manager());
  expect(shown.tokens).toMatchObject({ total: 3, lastWeek: 3, imported: 1, lastUseUnknown: 2, ownerless: 1 });
  expect((await tokenFacets(manager(), { finding: "no-owner" })).total).toBe(shown.tokens.ownerless);
  expect((await tokenFacets(manager(), { used: "unknown" })).total).toBe(shown.tokens.lastUseUnknown);
  expect((await tokenFacets(manager(), { imported: "yes" })).total).toBe(shown.tokens.imported);
  expect((await tokenFacets(manager(), { seen: "7d" })).total).toBe(shown.tokens.lastWeek);
  expect(shown.residue).toEqual({ people: 2, tokens: 2, accounts: 0, usedSince: 1 });
  expect(shown.classes).toEqual(expect.arrayContaining([{ class: "deploy_key", tokens: 1, owned: 0 }]));
  expect(shown.requests).toEqual({ open: 1, mine: 0, machine: 0 });
});

test("what waits is ranked, and each names its next step", async () => {
  const approver = await overview(database.context("web", asPerson(world.approvers[0], "approver")));
  expect(approver.decisions.shown.map(({ kind, verb, mine }) => [kind, verb, mine])).toEqual([["sign", "Read and sign", true]]);
  const forManager = await overview(manager());
  expect(forManager.decisions.shown.map(({ kind, title }) => [kind, title])).toEqual([
    ["residue", "Dana Whitfield left, and a token of theirs still works"],
    ["connection", "github was never read"],
  ]);
  expect(forManager.decisions).toMatchObject({ count: 2, lists: [] });
});

test("what was never read is a gap without a number, not a zero", async () => {
  const { gaps, connections } = await overview(manager());
  expect(connections).toBe(2);
  expect(gaps).toEqual([expect.objectContaining({ name: "github", kind: "never_synced", tokens: null })]);
});

test("a process that is silent is said to be", async () => {
  const at = database.clock.now();
  await database.as("executor").processStatus.create({ data: { process: "executor", instance: "1", startedAt: at, heartbeatAt: at, walls: "full" } });
  await database.as("collector").processStatus.create({
    data: { process: "collector", instance: "1", startedAt: at, heartbeatAt: new Date(at.getTime() - 120_000), walls: "full" },
  });
  expect((await overview(manager())).processes).toEqual([
    { name: "signer", alive: false, walls: "unknown" },
    { name: "collector", alive: false, walls: "full" },
    { name: "executor", alive: true, walls: "full" },
  ]);
});

test("all that waits is counted, also what is not shown, and the page behind the count lists exactly that", async () => {
  for (let n = 0; n < 8; n++) {
    const person = await world.make.person({ displayName: `Leaver ${n}`, status: "departed" });
    const token = await world.make.token(world.connection.id, { name: `left-${n}` });
    await world.make.finding("departed-still-alive", { tokenId: token.id, personId: person.id });
  }
  const { decisions } = await overview(manager());
  expect(decisions.shown.filter(({ kind }) => kind === "residue")).toHaveLength(6);
  expect(decisions.lists).toEqual([{ count: 9, label: "people whose tokens still work", href: "/residue?here=yes" }]);
  expect(decisions.count).toBe(10);
  expect((await residueTotals(manager(), { here: "yes" })).people).toBe(9);
});

test("once a request asks for it, the token waits for approvers and no longer for the manager; a token owner decides on their own alone", async () => {
  const person = await world.make.person({ displayName: "Lena Brandt", status: "departed" });
  const token = await world.make.token(world.connection.id, { name: "press-runner" });
  await world.make.finding("departed-still-alive", { tokenId: token.id, personId: person.id });
  const here = async (ctx = manager()) => (await residueTotals(ctx, { here: "yes", q: "Lena" })).tokens;
  const owner = database.context("web", asPerson(world.approvers[2], "token_owner"));
  expect(await Promise.all([here(), here(owner)])).toEqual([1, 0]);
  await database
    .as("owner")
    .ownership.create({ data: { tokenId: token.id, personId: world.approvers[2].id, state: "confirmed", setBy: "test", setAt: database.clock.now() } });
  expect(await here(owner)).toBe(1);
  await fileRequest(manager(), { tokens: [token.id], reason: "Left.", acknowledgement: "press-runner" });
  expect(await Promise.all([here(), here(owner)])).toEqual([0, 0]);
});

test("exposed secrets are unknown before anybody looked; then each figure and each line opens exactly what it counts, gravest first, and a token owner is shown their own", async () => {
  expect((await overview(manager())).exposures).toBeNull();
  const seen = found(database.as("owner"), () => database.clock.now());
  const [shop, owner] = [await seen.source({ name: "shop" }), world.approvers[1]];
  const owned = await world.make.token(world.connection.id, { name: "mailer" });
  await database.as("owner").ownership.create({ data: { tokenId: owned.id, personId: owner.id, state: "confirmed", setBy: "test", setAt: new Date() } });
  const at = [{ sourceId: shop.id }];
  await seen.exposure({ tokenId: owned.id, matchedBy: "sha256", severity: "medium" }, at);
  for (let n = 0; n < 2; n++) await seen.exposure({ validity: "valid" }, at);
  await seen.exposure({ validity: "invalid" }, at);
  await findRootCauses(database.context("collector"));
  const { exposures, decisions } = await overview(manager());
  expect(exposures).toEqual({ open: 4, valid: 2, unknown: 1 });
  const lines = decisions.shown.filter(({ kind }) => kind === "exposure");
  expect(lines.map(({ title, severity }) => [title, severity])).toEqual([
    ["2 exposed secrets that work in shop, and nobody answers for them", "critical"],
    [`1 exposed secret that may work, of a token that ${owner.displayName} answers for`, "medium"],
  ]);
  const behind = (href: string) => countExposures(manager(), Object.fromEntries(new URL(href, "http://x").searchParams)).then(({ total }) => total);
  expect(await Promise.all([...lines.map(({ href }) => href), ...Object.values(exposureLinks)].map(behind))).toEqual([2, 1, 4, 2, 1]);
  const titles = async (person: { id: string; displayName: string }) =>
    (await exposed(database.context("web", asPerson(person, "token_owner")), 6)).shown.map(({ title }) => title);
  expect(await Promise.all([titles(owner), titles(world.approvers[0])])).toEqual([[lines[1]?.title], []]);
  expect((await exposed(database.context("web", asPerson(owner, "auditor")), 6)).count).toBe(0);
  expect(await exposed(manager(), 1)).toMatchObject({ count: 2, all: { count: 3, href: "/exposure?validity=valid,unknown,not_checkable" } });
});

test("notices that reach nobody are said to those who can change it: nothing set up, then nothing taken; a mail server ends it", async () => {
  const executor = database.as("executor");
  const say = (channels: string) => executor.processStatus.updateMany({ where: { process: "executor" }, data: { channels } });
  const titles = async () => (await overview(manager())).decisions.shown.filter(({ kind }) => kind === "notices").map(({ title }) => title);
  expect(await titles()).toEqual([]);
  await say("");
  expect(await titles()).toEqual([]);
  const root = { fingerprint: "f", rpId: "localhost", origin: "http://localhost:3001", personId: world.manager.id, keyId: "k", sample: false };
  await executor.trustRootView.create({ data: { id: 1, ...root, pinnedAt: database.clock.now() } });
  expect(await titles()).toEqual(["No notices go out"]);
  const approver = await overview(database.context("web", asPerson(world.approvers[0], "approver")));
  expect(approver.decisions.shown.map(({ kind }) => kind)).not.toContain("notices");
  await say("mail");
  expect(await titles()).toEqual([]);
  const at = database.clock.now();
  const row = { kind: "request_to_sign", subject: {}, nextAt: at, createdAt: at };
  await executor.notice.create({ data: { ...row, id: randomUUID(), dedupeKey: "a", status: "queued", attempts: 1, lastError: "the webhook answered 503" } });
  expect(await titles()).toEqual([]);
  await executor.notice.updateMany({ data: { attempts: 2 } });
  expect(await titles()).toEqual(["1 notice reached nobody"]);
});

test("what the machine could not bring to its end is one line a request, the oldest first, and no more lines than there is room for", async () => {
  const stuck = async (name: string, minutes: number, fields: Parameters<typeof world.make.execution>[2]) =>
    world.make.execution(await world.make.token(world.connection.id, { name }), world.manager.id, {
      ...(fields.status === "proving" ? { unprovenSince: new Date(Date.now() - minutes * 60_000), endedAt: null } : { refusal: "target_changed" }),
      ...fields,
    });
  const { requestId } = await stuck("many-0", 90, { status: "proving" });
  for (const n of [1, 2]) await stuck(`many-${n}`, 60, { status: "proving", requestId });
  for (let n = 0; n < 7; n++) await stuck(`one-${n}`, 10 + n, { status: "proving" });
  await stuck("refused", 5, { status: "refused" });
  const { decisions } = await overview(manager());
  const lines = decisions.shown.filter(({ kind }) => kind === "unproven");
  expect(lines.map(({ title }) => title)).toEqual([
    "3 tokens still answer, or nobody can tell",
    ...[6, 5, 4, 3, 2].map((n) => `one-${n} still answers, or nobody can tell`),
  ]);
  expect(decisions.lists).toContainEqual({ count: 10, label: "tokens that are not proven dead", href: "/inventory?state=unproven" });
  expect((await tokenFacets(manager(), { state: ["unproven"] })).total).toBe(10);
  expect(decisions.shown.filter(({ kind }) => kind === "refused").map(({ title }) => title)).toEqual(["refused was not revoked"]);
});

test("a broken log comes before everything else, for everybody", async () => {
  await database.as("executor").sealing.update({ where: { id: 1 }, data: { brokenAt: database.clock.now(), brokenReason: "Entries were removed." } });
  for (const ctx of [manager(), database.context("web", asPerson(world.approvers[0], "approver"))])
    expect((await overview(ctx)).decisions.shown[0]).toMatchObject({
      kind: "log",
      title: "The audit log was altered",
      why: expect.stringContaining("removed"),
    });
});
