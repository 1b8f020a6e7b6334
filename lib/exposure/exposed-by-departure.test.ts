import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { exposedByDeparture } from "./exposed-by-departure";
import { recordAudiences } from "./record-audiences";
import type { Audience } from "./sources/piece";
import { found } from "./testkit/found";

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
const made = () => found(owner(), () => database.clock.now());
const left = new Date("2026-10-01T00:00:00Z");
const before = new Date("2026-09-01T00:00:00Z");
const after = new Date("2026-10-02T00:00:00Z");
let me: { id: string; displayName: string };
let slack: string;
let repository: string;
let silent: string;
let connectionId: string;

const audience = (path: string | null, open: boolean, basis: Audience["members"][number]["basis"], ...emails: string[]): Audience => ({
  path,
  open,
  unnamed: 0,
  members: emails.map((name) => ({ name, basis })),
});
const record = async (sourceId: string, ...audiences: Audience[]) => {
  const ctx = database.context("collector");
  await ctx.db.$transaction((tx) => recordAudiences(tx, ctx, sourceId, audiences));
};
const at = (sourceId: string, path: string, visibleAt: Date | null, fields: object = {}) =>
  made().exposure({ detectedAt: after, ...fields }, [{ sourceId, path, channel: sourceId === slack ? "chat" : "code", visibleAt }]);
const read = (person: string, ...roles: Parameters<typeof asPerson>[1][]) =>
  exposedByDeparture(database.context("web", asPerson(me, ...(roles.length > 0 ? roles : ["security_manager" as const]))), { person });
const departed = (email: string | null, fields: object = {}) => make().person({ status: "departed", statusAt: left, email, ...fields });
const seen = async (person: string) =>
  (await read(person))?.exposures.map(({ exposure, places }) => [exposure.id, ...places.map(({ path, basis }) => `${path} ${basis}`)]);

let inOps: string;
let inBoard: string;
let inCode: string;
beforeAll(async () => {
  database.clock.set(new Date("2026-10-10T00:00:00Z"));
  me = await make().person();
  connectionId = (await make().connection()).id;
  [slack, repository, silent] = (
    await Promise.all([
      made().source({ form: "slack", channel: "chat", name: "/srv/slack" }),
      made().source({ name: "/srv/shop" }),
      made().source({ name: "/srv/tickets", form: "jira", channel: "ticket" }),
    ])
  ).map(({ id }) => id) as [string, string, string];
  inOps = (await at(slack, "#ops", before)).id;
  inBoard = (await at(slack, "#board", before)).id;
  inCode = (await at(repository, "src/deploy.env", before, { severity: "critical" })).id;
  await at(silent, "OPS-1", before);
  await record(
    slack,
    audience(null, false, "workspace", "nora@example.com", "sam@example.com"),
    audience("#ops", true, "member", "guest@example.com"),
    audience("#board", false, "member", "sam@example.com"),
    audience("#empty", true, "member", "nora@example.com"),
  );
  await record(repository, audience(null, true, "committed", "nora@example.com"));
});

test("a full member reads public channels, a member private ones, whoever committed the repository; a guest the channel they are in", async () => {
  const [nora, sam, guest] = [await departed("nora@example.com"), await departed("sam@example.com"), await departed("guest@example.com")];
  expect(await seen(nora.id)).toEqual([
    [inCode, "src/deploy.env committed"],
    [inOps, "#ops workspace"],
  ]);
  expect(await seen(sam.id)).toEqual(
    expect.arrayContaining([
      [inOps, "#ops workspace"],
      [inBoard, "#board member"],
    ]),
  );
  expect(await seen(guest.id)).toEqual([[inOps, "#ops member"]]);
  expect(await read(nora.id)).toMatchObject({
    total: 2,
    told: 2,
    silent: [{ name: "/srv/tickets" }],
    emails: ["nora@example.com"],
    leftAt: left.toISOString(),
  });
});

test("what came after they left they could not see; where no source dates it, it is told with an unknown date", async () => {
  const nora = await departed("late@example.com");
  await record(slack, audience("#ops", true, "member", "late@example.com"));
  await owner().occurrence.updateMany({ where: { exposureId: inOps }, data: { visibleAt: after } });
  expect(await seen(nora.id)).toEqual([]);
  await owner().occurrence.updateMany({ where: { exposureId: inOps }, data: { visibleAt: null } });
  expect((await read(nora.id))?.exposures[0]?.places).toMatchObject([{ path: "#ops", visibleAt: null }]);
  await owner().occurrence.updateMany({ where: { exposureId: inOps }, data: { visibleAt: before } });
});

test("what is dead, settled, known not to be live or their own residue is not listed", async () => {
  const person = await departed("one@example.com");
  await record(slack, audience("#ops", true, "member", "one@example.com"));
  const own = await make().token(connectionId);
  await make().finding("departed-still-alive", { tokenId: own.id, personId: person.id });
  await at(slack, "#ops", before, { tokenId: own.id });
  for (const fields of [{ validity: "invalid" }, { mark: "example" }, { status: "closed_false_positive" }]) await at(slack, "#ops", before, fields);
  const dead = await make().token(connectionId);
  await make().execution(dead, me.id, { status: "proven" });
  await at(slack, "#ops", before, { tokenId: dead.id });
  expect(await seen(person.id)).toEqual([[inOps, "#ops member"]]);
});

test("by the addresses of linked accounts too; nobody who has no address is guessed at", async () => {
  const renamed = await departed("gone-123@example.com");
  await make().account(connectionId, renamed.id, { email: "guest@example.com" });
  expect(await seen(renamed.id)).toContainEqual([inOps, "#ops member"]);
  const nameless = await departed(null);
  expect(await read(nameless.id)).toMatchObject({ emails: [], exposures: [], total: 0 });
});

test("of places where no secret stands nothing is kept; who is named no more could read it once", async () => {
  expect(await owner().audience.count({ where: { path: "#empty" } })).toBe(0);
  await record(slack, audience("#ops", true, "member", "new@example.com"));
  expect(await owner().audienceMember.count({ where: { path: "#ops", name: { in: ["guest@example.com", "new@example.com"] } } })).toBe(2);
});

test("who committed to a repository could read what is found there later, though nothing was found when all of it was looked through", async () => {
  const { id } = await made().source({ name: "/srv/late" });
  await record(id, audience(null, true, "committed", "old@example.com"));
  const { id: late } = await at(id, "src/late.env", before);
  await record(id, audience(null, true, "committed", "young@example.com"));
  expect(await seen((await departed("old@example.com")).id)).toEqual([[late, "src/late.env committed"]]);
  expect(await seen((await departed("young@example.com")).id)).toEqual([[late, "src/late.env committed"]]);
});

describe("of systems that know people by user name", () => {
  const github = "https://api.github.com";
  const shop = "GET /repos/acme/shop/collaborators";
  const vault = "GET /repos/acme/vault/collaborators";
  const system = (name: string, location = github) => made().source({ name, location, form: "rest", channel: "ticket" });
  const issue = (sourceId: string, whose: string, visibleAt: Date | null = before) =>
    made().exposure({ detectedAt: after }, [{ sourceId, path: `issue of ${whose}`, channel: "ticket", visibleAt, audience: whose }]);
  const account = async (origin: string, personId: string, userName: string) =>
    make().account((await make().connection({ origin, connector: "github" })).id, personId, { userName, externalId: userName, email: null });

  test("somebody is who their linked account says, at that system alone; one audience holds for all places of it", async () => {
    const { id } = await system("github");
    const { id: elsewhere } = await system("another github", "https://github.example.com");
    const [one, two] = [await issue(id, shop), await issue(id, shop)];
    await issue(id, vault);
    await issue(elsewhere, shop);
    for (const source of [id, elsewhere]) await record(source, audience(shop, false, "member", "nora-w", "stranger"));
    const nora = await departed(null);
    expect(await read(nora.id)).toMatchObject({ emails: [], userNames: [], exposures: [] });
    await account(github, nora.id, "Nora-W");
    const expected = [one, two].map((exposure) => [exposure.id, `issue of ${shop} member`]);
    expect(await seen(nora.id)).toEqual(expect.arrayContaining(expected));
    expect(await read(nora.id)).toMatchObject({ userNames: ["nora-w"], total: 2 });
    const other = await departed("nora-w@example.com");
    await account(github, other.id, "nora");
    expect(await seen(other.id)).toEqual([]);
  });

  test("a system that tells it of some places and not of others is named, and one that names people otherwise than this one is known; one that tells it of all is not", async () => {
    const { id } = await system("half told");
    await issue(id, shop);
    await issue(id, vault);
    await record(id, audience(shop, false, "member", "someone"));
    const person = await departed("unknown@example.com");
    const silentNames = async () => (await read(person.id))?.silent.map(({ name }) => name);
    expect(await silentNames()).toContain("half told");
    await record(id, audience(vault, false, "member", "someone"));
    // it knows people by user names alone, and theirs there is not known
    expect(await silentNames()).toContain("half told");
    await account(github, person.id, "somebody-else");
    expect(await silentNames()).not.toContain("half told");
  });

  test("what is public anybody could read, also who is known by no name: as long as it was public, and not what came after they left", async () => {
    const { id } = await system("public");
    const [seenThere, afterwards, undated] = [await issue(id, shop), await issue(id, shop, after), await issue(id, shop, null)];
    await issue(id, vault);
    await record(id, { ...audience(shop, false, "member"), public: true });
    const nameless = await departed(null);
    const publicly = async (person: string) => (await seen(person))?.filter(([, place]) => place?.endsWith(" public")).map(([exposure]) => exposure);
    expect((await publicly(nameless.id))?.toSorted()).toEqual([seenThere.id, undated.id].toSorted());
    const later = await departed(null, { statusAt: new Date("2026-10-05T00:00:00Z") });
    expect(await publicly(later.id)).toContain(afterwards.id);
    // no longer public: what came there since, others could not read
    await record(id, audience(shop, false, "member", "someone"));
    expect(await publicly(nameless.id)).toContain(seenThere.id);
    const { id: since } = await issue(id, shop, new Date("2026-10-11T00:00:00Z"));
    const last = await departed(null, { statusAt: new Date("2026-10-12T00:00:00Z") });
    expect(await publicly(last.id)).toContain(afterwards.id);
    expect(await publicly(last.id)).not.toContain(since);
    await owner().audience.deleteMany({ where: { sourceId: id } });
  });
});

test("somebody who has not left has no such list; who may not read people or the inventory is refused", async () => {
  const active = await make().person({ email: "nora@example.com" });
  expect(await read(active.id)).toBeNull();
  await expect(read("00000000-0000-4000-8000-00000000dead")).rejects.toMatchObject({ code: "NotFound" });
  const ctx = database.context("web", asPerson(me));
  await expect(exposedByDeparture(ctx, { person: active.id })).rejects.toMatchObject({ code: "Forbidden" });
});
