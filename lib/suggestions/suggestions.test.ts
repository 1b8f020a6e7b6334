import { beforeAll, describe, expect, test } from "vitest";
import { proposeSuccession } from "../ownership/propose-succession";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { evaluateSuggestions } from "./evaluate-suggestions";
import { suggestImported } from "./suggest-imported";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());
type Person = Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
let connection: string;
let ada: Person;
let ben: Person;
let dana: Person;

beforeAll(async () => {
  connection = (await make().connection()).id;
  ada = await make().person({ displayName: "Ada Lovelace" });
  ben = await make().person({ displayName: "Ben Ortiz", managerId: ada.id });
  dana = await make().person({ displayName: "Dana Whitfield", status: "departed", managerId: ben.id });
});

const look = (...tokens: string[]) => database.context("collector").db.$transaction((tx) => evaluateSuggestions(tx, database.context("collector"), tokens));
const suggested = (tokenId: string) =>
  database.as("web").ownerSuggestion.findMany({
    where: { tokenId, status: "open" },
    orderBy: { confidence: "desc" },
    select: { personId: true, kind: true, confidence: true, evidence: true },
  });
const standing = (tokenId: string) => database.as("web").ownership.findUnique({ where: { tokenId } });
async function workload(fields: object = {}) {
  const now = database.clock.now();
  return database.as("owner").workload.create({
    data: {
      id: crypto.randomUUID(),
      name: `w-${crypto.randomUUID().slice(0, 8)}`,
      kind: "service",
      source: "person",
      createdBy: "test",
      createdAt: now,
      changedAt: now,
      ...fields,
    },
  });
}
const uses = (tokenId: string, workloadId: string, basis: "declared" | "suggested" = "declared") =>
  database.as("owner").tokenWorkload.create({ data: { tokenId, workloadId, basis, setBy: "test", setAt: database.clock.now() } });

describe("where suggestions come from", () => {
  test("the maker: more for what people make for themselves, less where nobody confirmed the link", async () => {
    const account = await make().account(connection, ada.id);
    const key = await make().token(connection, { creatorAccountId: account.id });
    const own = await make().token(connection, { creatorAccountId: account.id, class: "personal_access_token" });
    await look(key.id, own.id);
    expect(await suggested(key.id)).toMatchObject([
      { personId: ada.id, kind: "creator", confidence: 50, evidence: { words: expect.stringContaining("made it") } },
    ]);
    expect(await suggested(own.id)).toMatchObject([{ confidence: 70 }]);
    expect(await standing(own.id)).toMatchObject({ personId: ada.id, state: "suggested", evidence: { kind: "creator", confidence: 70 } });
  });

  test("the people of the workload: owner, backup, the lead of its team; a catalogue by its own name", async () => {
    const team = await database
      .as("owner")
      .team.create({ data: { id: crypto.randomUUID(), source: "scim", externalId: "t", name: "Payments", changedAt: database.clock.now() } });
    await database.as("owner").teamMember.createMany({ data: [ada, ben].map(({ id }) => ({ teamId: team.id, personId: id })) });
    const cleo = await make().person();
    const token = await make().token(connection);
    await uses(token.id, (await workload({ ownerId: cleo.id, backupId: ben.id, teamId: team.id })).id);
    const listed = await make().token(connection);
    await uses(listed.id, (await workload({ ownerId: cleo.id, source: "catalogue:catalog-info.yaml" })).id, "suggested");
    await look(token.id, listed.id);
    expect((await suggested(token.id)).map(({ personId, confidence }) => [personId, confidence])).toEqual([
      [cleo.id, 85],
      [ben.id, 60],
      [ada.id, 50],
    ]);
    expect(await suggested(listed.id)).toMatchObject([{ kind: "service_catalogue", confidence: 50 }]);
  });

  test("names: a person's, a workload's, whole words alone", async () => {
    const named = await workload({ name: "Invoice Export", ownerId: ada.id });
    const [person, flow, neither] = [
      await make().token(connection, { name: "ci_BEN.ORTIZ-laptop" }),
      await make().token(connection, { name: "prod/invoice-export/7" }),
      await make().token(connection, { name: "reinvoice-exporter" }),
    ];
    await look(person.id, flow.id, neither.id);
    expect(await suggested(person.id)).toMatchObject([
      { personId: ben.id, kind: "naming", confidence: 65, evidence: { words: "their user name, ben.ortiz, stands in its name" } },
    ]);
    expect(await suggested(flow.id)).toMatchObject([{ personId: ada.id, confidence: 45, evidence: { workload: named.id } }]);
    expect(await suggested(neither.id)).toEqual([]);
    expect(await standing(neither.id)).toBeNull();
  });

  test("the last human who used it, where the source names the account; a service account is none", async () => {
    const [human, bot] = [
      await make().account(connection, ben.id, { externalId: "u-17" }),
      await make().account(connection, ben.id, { externalId: "bot", kind: "service" }),
    ];
    const at = { lastUsedAt: database.clock.now() };
    const [used, served, silent] = [
      await make().token(connection, { ...at, lastUsedFrom: `audit log, by account ${human.externalId}` }),
      await make().token(connection, { ...at, lastUsedFrom: `audit log, by account ${bot.externalId}` }),
      await make().token(connection, { ...at, lastUsedFrom: "seenAt" }),
    ];
    await look(used.id, served.id, silent.id);
    expect(await suggested(used.id)).toMatchObject([{ personId: ben.id, kind: "last_human", confidence: 70 }]);
    expect([await suggested(served.id), await suggested(silent.id)]).toEqual([[], []]);
  });

  test("an owner who left: the backup and the next manager; the leaver stays in sight and nobody else counts as confirmed", async () => {
    const token = await make().token(connection);
    await database.as("owner").ownership.create({
      data: { tokenId: token.id, personId: dana.id, backupPersonId: ada.id, state: "confirmed", setBy: "test", setAt: database.clock.now() },
    });
    await look(token.id);
    expect((await suggested(token.id)).map(({ personId, kind, confidence }) => [personId, kind, confidence])).toEqual([
      [ada.id, "succession", 85],
      [ben.id, "manager", 55],
    ]);
    expect(await standing(token.id)).toMatchObject({ personId: dana.id, state: "confirmed" });
  });

  test("a file that names an owner suggests them, and never confirms", async () => {
    const token = await make().token(connection);
    const ctx = database.context("collector");
    await ctx.db.$transaction((tx) => suggestImported(tx, ctx, [{ token: token.id, person: ben.id, source: "owners.csv" }]));
    await look(token.id);
    expect(await suggested(token.id)).toMatchObject([{ kind: "import", confidence: 75, evidence: { words: "is named as its owner by owners.csv" } }]);
    expect(await standing(token.id)).toMatchObject({ state: "suggested", personId: ben.id });
  });

  test("nobody is suggested who is not active, nor for what can't be used any more", async () => {
    const account = await make().account(connection, dana.id);
    const orphan = await make().token(connection, {
      creatorAccountId: (await make().account(connection, (await make().person({ status: "suspended" })).id)).id,
    });
    const expired = await make().token(connection, { creatorAccountId: account.id, expiry: "at", expiresAt: new Date(database.clock.now().getTime() - 1) });
    await look(orphan.id, expired.id);
    expect([...(await suggested(orphan.id)), ...(await suggested(expired.id))]).toEqual([]);
  });
});

describe("what follows", () => {
  test("looked at again, nothing is written; once somebody is confirmed, the others fall", async () => {
    const account = await make().account(connection, ada.id);
    const token = await make().token(connection, { creatorAccountId: account.id });
    await look(token.id);
    const before = await standing(token.id);
    database.clock.advance(1000);
    await look(token.id);
    expect(await standing(token.id)).toEqual(before);
    await database.as("web").ownership.update({ where: { tokenId: token.id }, data: { personId: ben.id, state: "confirmed", setBy: `person:${ben.id}` } });
    await look(token.id);
    expect(await suggested(token.id)).toEqual([]);
    expect(await standing(token.id)).toMatchObject({ personId: ben.id, state: "confirmed" });
  });

  test("a suggestion that no longer stands takes its suggested owner with it, and leaves a purpose that somebody gave", async () => {
    const account = await make().account(connection, ada.id);
    const [bare, told] = [await make().token(connection, { creatorAccountId: account.id }), await make().token(connection, { creatorAccountId: account.id })];
    await look(bare.id, told.id);
    await database.as("web").ownership.update({ where: { tokenId: told.id }, data: { purpose: "Sends invoices." } });
    await database.as("owner").token.updateMany({ where: { id: { in: [bare.id, told.id] } }, data: { creatorAccountId: null } });
    await look(bare.id, told.id);
    expect(await standing(bare.id)).toBeNull();
    expect(await standing(told.id)).toMatchObject({ personId: null, state: "suggested", purpose: "Sends invoices." });
  });

  test("who was rejected for a token is not suggested for it again, and a pattern rejected more often than accepted weighs less", async () => {
    const team = await make().person();
    const flow = await workload({ ownerId: team.id });
    const tokens = [await make().token(connection), await make().token(connection), await make().token(connection)] as const;
    for (const { id } of tokens) await uses(id, flow.id);
    const [first, second, third] = tokens.map(({ id }) => id) as [string, string, string];
    await look(first, second, third);
    const decide = (tokenId: string, status: "rejected" | "accepted") =>
      database.as("web").ownerSuggestion.updateMany({ where: { tokenId }, data: { status, decidedBy: "test" } });
    await decide(first, "rejected");
    await look(first, second);
    expect(await suggested(first)).toEqual([]);
    expect(await standing(first)).toBeNull();
    expect(await suggested(second)).toMatchObject([{ confidence: 57, evidence: { base: 85, rejected: 1, accepted: 0 } }]);
    await decide(third, "accepted");
    await look(second);
    expect(await suggested(second)).toMatchObject([{ confidence: 85 }]);
  });

  test("web decides a suggestion, and neither writes one nor makes one up; the collector moves no owner whom a person confirmed", async () => {
    const token = await make().token(connection);
    const row = {
      id: crypto.randomUUID(),
      tokenId: token.id,
      personId: ada.id,
      kind: "creator" as const,
      confidence: 99,
      evidence: {},
      status: "open" as const,
      suggestedAt: database.clock.now(),
    };
    await expect(database.as("web").ownerSuggestion.create({ data: row })).rejects.toThrow(/permission denied/);
    await expect(database.as("web").ownerSuggestion.updateMany({ data: { personId: ben.id } })).rejects.toThrow(/permission denied/);
    await database
      .as("web")
      .ownership.create({ data: { tokenId: token.id, personId: ada.id, state: "confirmed", setBy: `person:${ada.id}`, setAt: database.clock.now() } });
    const collector = database.as("collector");
    await expect(collector.ownership.update({ where: { tokenId: token.id }, data: { personId: ben.id } })).rejects.toThrow(/may not move an owner/);
    await expect(collector.ownership.delete({ where: { tokenId: token.id } })).rejects.toThrow(/may not move an owner/);
  });

  test("people conclude nothing by machine", async () => {
    const manager = database.context("web", asPerson(ada, "security_manager", "administrator"));
    await expect(manager.db.$transaction((tx) => evaluateSuggestions(tx, manager, []))).rejects.toMatchObject({ name: "Forbidden" });
    await expect(manager.db.$transaction((tx) => proposeSuccession(tx, manager, { tokens: [] }))).rejects.toMatchObject({ name: "Forbidden" });
  });
});
