import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { readersOf } from "./readers";
import { recordAudiences } from "./record-audiences";
import type { Audience, AudienceRefusal } from "./sources/piece";
import { found } from "./testkit/found";

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
const made = () => found(owner(), () => database.clock.now());
const github = "https://api.github.com";
const [early, visible, later] = [new Date("2026-08-01T00:00:00Z"), new Date("2026-09-01T00:00:00Z"), new Date("2026-10-01T00:00:00Z")];
let me: { id: string; displayName: string };
let slack: string;
let repository: string;
let system: string;
let silent: string;

const audience = (path: string | null, fields: Partial<Audience>, basis: Audience["members"][number]["basis"] = "member", ...names: string[]): Audience => ({
  ...{ path, open: false, unnamed: 0, members: names.map((name) => ({ name, basis })) },
  ...fields,
});
const record = async (sourceId: string, ...audiences: Audience[]) => {
  const ctx = database.context("collector");
  await ctx.db.$transaction((tx) => recordAudiences(tx, ctx, sourceId, audiences));
};
const standing = async (...places: { sourceId: string; path: string; visibleAt?: Date | null; audience?: string }[]) =>
  (
    await made().exposure(
      { detectedAt: later },
      places.map((place) => ({ channel: place.sourceId === repository ? "code" : "chat", visibleAt: visible, ...place })),
    )
  ).id;
const read = (id: string) => readersOf(database.context("web", asPerson(me, "auditor")), { id });
const person = (displayName: string, email: string | null, fields: object = {}) => make().person({ displayName, email, ...fields });
const iso = (date: Date) => new RegExp(`^${date.toISOString().slice(0, 19)}`);

beforeAll(async () => {
  database.clock.set(new Date("2026-10-10T00:00:00Z"));
  me = await make().person();
  [slack, repository, system, silent] = (
    await Promise.all([
      made().source({ form: "slack", channel: "chat", name: "/srv/slack" }),
      made().source({ name: "/srv/shop" }),
      made().source({ name: "tickets", location: github, form: "rest", channel: "ticket" }),
      made().source({ name: "/srv/wiki", form: "confluence", channel: "wiki" }),
    ])
  ).map(({ id }) => id) as [string, string, string, string];
});

test("who left since comes first, then who is still here, by name; whoever left before it was visible is left out, and a name of nobody is told as that", async () => {
  const [ada, ben, cleo] = [
    await person("Ada", "ada@example.com"),
    await person("Ben", "ben@example.com", { status: "departed", statusAt: later }),
    await person("Cleo", "cleo@example.com", { status: "suspended" }),
  ];
  await person("Dan", "dan@example.com", { status: "departed", statusAt: early });
  const id = await standing({ sourceId: slack, path: "#ops" }, { sourceId: slack, path: "#ops", visibleAt: later });
  await record(
    slack,
    audience("#ops", { unnamed: 2 }, "member", "ada@example.com", "ben@example.com", "cleo@example.com", "dan@example.com", "guest@elsewhere.example"),
  );
  const readers = await read(id);
  expect(readers).toMatchObject({
    places: { total: 1, told: 1 },
    anybody: null,
    people: [
      { id: ben.id, name: "Ben", status: "departed", basis: "member", leftAt: expect.stringMatching(iso(later)), since: expect.stringMatching(iso(visible)) },
      { id: cleo.id, status: "suspended", leftAt: null },
      { id: ada.id, status: "active", leftAt: null },
    ],
    ...{ known: 3, departed: 1, strangers: { names: ["guest@elsewhere.example"], total: 1 }, unnamed: 2, silent: [] },
  });
});

test("where a secret is not dated, whoever left may have seen it", async () => {
  const left = await person("Eve", "eve@example.com", { status: "departed", statusAt: early });
  const id = await standing({ sourceId: slack, path: "#undated", visibleAt: null }, { sourceId: slack, path: "#undated", visibleAt: later });
  await record(slack, audience("#undated", {}, "member", "eve@example.com"));
  expect((await read(id)).people).toMatchObject([{ id: left.id, since: null }]);
});

test("what everybody of the workspace could read names them too; a conversation that nobody tells of, in a workspace that is told, is not known", async () => {
  const fay = await person("Fay", "fay@example.com");
  const id = await standing({ sourceId: slack, path: "#general" }, { sourceId: slack, path: "#hidden" }, { sourceId: silent, path: "Runbook" });
  await record(slack, audience(null, { unnamed: 3 }, "workspace", "fay@example.com"), audience("#general", { open: true, unnamed: 1 }));
  expect(await read(id)).toMatchObject({
    places: { total: 3, told: 1 },
    people: [{ id: fay.id, basis: "workspace" }],
    unnamed: 3,
    silent: [{ name: "/srv/slack" }, { name: "/srv/wiki" }],
  });
});

test("a repository's authors, by the address of a linked account too; one person is named once, from the first place on", async () => {
  const gus = await person("Gus", null, { status: "departed", statusAt: later });
  const { id: connectionId } = await make().connection();
  await make().account(connectionId, gus.id, { email: "Gus@old.example" });
  await record(repository, audience(null, { open: true }, "committed", "gus@old.example"));
  const id = await standing({ sourceId: repository, path: "a.env" }, { sourceId: repository, path: "b.env", visibleAt: early });
  expect(await read(id)).toMatchObject({
    places: { total: 2, told: 2 },
    people: [{ id: gus.id, basis: "committed", since: expect.stringMatching(iso(early)) }],
    strangers: { total: 0 },
  });
});

test("a user name is somebody's at the system of their account alone; what is public anybody could read, as long as it was", async () => {
  const hal = await person("Hal", null);
  const { id: connectionId } = await make().connection({ origin: github, connector: "github" });
  await make().account(connectionId, hal.id, { userName: "Hal-W", externalId: "7", email: null });
  const [shop, site] = ["GET /repos/acme/shop/collaborators", "GET /repos/acme/site/collaborators"];
  const id = await standing(...[shop, site].map((whose) => ({ sourceId: system, path: `issue of ${whose}`, audience: whose })), {
    sourceId: slack,
    path: "#hal",
  });
  await record(system, audience(shop, {}, "member", "hal-w", "stranger"), audience(site, { public: true }));
  await record(slack, audience("#hal", {}, "member", "hal-w"));
  expect(await read(id)).toMatchObject({
    anybody: { places: 1, since: expect.stringMatching(iso(visible)) },
    people: [{ id: hal.id }],
    strangers: { names: ["hal-w", "stranger"], total: 2 },
  });
  const since = await standing({ sourceId: system, path: "later", audience: site, visibleAt: new Date("2026-10-11T00:00:00Z") });
  expect((await read(since)).anybody).toBeNull();
});

test("where no source tells it, nobody is guessed at; what does not exist is not found, and whoever may not read the inventory is refused", async () => {
  const id = await standing({ sourceId: silent, path: "Runbook" });
  expect(await read(id)).toMatchObject({ places: { total: 1, told: 0 }, people: [], anybody: null, silent: [{ name: "/srv/wiki" }] });
  await expect(read("00000000-0000-4000-8000-00000000dead")).rejects.toMatchObject({ code: "NotFound" });
  await expect(readersOf(database.context("web", asPerson(me)), { id })).rejects.toMatchObject({ code: "Forbidden" });
});

test("why a source refused to tell is told by its reason, with what it answered last; what it told since is no refusal any more", async () => {
  const request = (n: number) => `GET /repos/acme/repo-${n}/collaborators`;
  const id = await standing(...[1, 2, 3, 4].map((n) => ({ sourceId: system, path: `issue ${n}`, audience: request(n) })), {
    sourceId: silent,
    path: "Runbook",
  });
  const ctx = database.context("collector");
  const refuse = (...refusals: AudienceRefusal[]) => ctx.db.$transaction((tx) => recordAudiences(tx, ctx, system, [], refusals));
  await refuse(
    { path: request(1), reason: "not_allowed", detail: "GitHub: refused (403)" },
    { path: request(9), reason: "faulty", detail: "nothing stands there" },
  );
  database.clock.advance(1_000);
  const asked = database.clock.now();
  await refuse({ path: request(2), reason: "not_allowed", detail: "GitHub: not for this token (403)" }, { path: request(3), reason: "too_many", detail: null });
  expect(await read(id)).toMatchObject({
    places: { total: 5, told: 0 },
    silent: [
      { name: "/srv/wiki", refusals: [] },
      {
        name: "tickets",
        refusals: [
          { reason: "not_allowed", places: 2, detail: "GitHub: not for this token (403)", at: expect.stringMatching(iso(asked)) },
          { reason: "too_many", places: 1, detail: null },
        ],
      },
    ],
  });
  await record(system, audience(request(1), {}, "member", "ada@example.com"), audience(request(3), {}, "member", "ada@example.com"));
  expect((await read(id)).silent[1]?.refusals).toMatchObject([{ reason: "not_allowed", places: 1 }]);
});
