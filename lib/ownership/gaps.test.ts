import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { setPersonStatus } from "../people/set-person-status";
import { evaluateSuggestions } from "../suggestions/evaluate-suggestions";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { acceptSuggestions } from "./accept-suggestions";
import { answerOffers } from "./answer-offers";
import { correctOwners } from "./correct-owners";
import type { Gap } from "./gap-names";
import { lapseOffers } from "./lapse-offers";
import { countGaps, listGaps } from "./list-gaps";
import { listProposals } from "./list-proposals";
import { proposeSuccession } from "./propose-succession";
import { rejectSuggestions } from "./reject-suggestions";
import { undoDecision } from "./undo-decision";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());
type Person = Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
const day = 86_400_000;
let mira: Person;
let ada: Person;
let ben: Person;
let connection: string;
beforeAll(async () => {
  mira = await make().person({ displayName: "Mira Koh" });
  ada = await make().person({ displayName: "Ada Lovelace", managerId: mira.id });
  ben = await make().person({ displayName: "Ben Ortiz", managerId: ada.id });
});
beforeEach(async () => {
  connection = (await make().connection()).id;
  database.clock.advance(1000);
});
const manager = () => database.context("web", asPerson(mira, "security_manager"));
const as = (person: Person) => database.context("web", asPerson(person, "token_owner"));
const owner = (tokenId: string) => database.as("web").ownership.findUnique({ where: { tokenId } });
const look = (...tokens: string[]) => database.context("collector").db.$transaction((tx) => evaluateSuggestions(tx, database.context("collector"), tokens));
const rows = async (gap: Gap) => (await listGaps(manager(), { gap, connection })).rows;
const row = async (gap: Gap, token: string) => {
  const found = (await rows(gap)).find((each) => each.token === token);
  if (!found) throw new Error(`no row for ${token} under ${gap}`);
  return { token, version: found.version };
};

/** A token that Ada made, and for which she is suggested. */
async function suggested(by = ada) {
  const token = await make().token(connection, { creatorAccountId: (await make().account(connection, by.id)).id });
  await look(token.id);
  return token;
}
async function owned(by: Person, fields: object = {}, token: object = {}) {
  const { id } = await make().token(connection, token);
  await database
    .as("owner")
    .ownership.create({ data: { tokenId: id, personId: by.id, state: "confirmed", setBy: `person:${by.id}`, setAt: database.clock.now(), ...fields } });
  return id;
}

describe("gaps", () => {
  test("each gap lists its tokens and no other, and the counts are those of the lists", async () => {
    const now = database.clock.now();
    const asked = { id: crypto.randomUUID(), attestDays: 180, rationale: "r", control: "c", setBy: "test", setAt: now };
    await database.as("owner").ttlPolicy.create({ data: asked });
    const gone = await make().person({ status: "departed" });
    const team = await database
      .as("owner")
      .team.create({ data: { id: crypto.randomUUID(), source: "scim", externalId: connection, name: "T", changedAt: now } });
    const nobody = (await make().token(connection)).id;
    const guess = (await suggested()).id;
    const left = await owned(gone);
    const full = await owned(ada, { backupPersonId: ben.id, purpose: "Sends invoices." });
    const late = await owned(ada, { backupPersonId: ben.id, purpose: "x" }, { issuedAt: new Date(now.getTime() - 181 * day) });
    const ofTeam = (await make().token(connection)).id;
    await database.as("owner").ownership.create({ data: { tokenId: ofTeam, teamId: team.id, state: "suggested", setBy: "test", setAt: now } });
    const flow = await database
      .as("owner")
      .workload.create({ data: { id: crypto.randomUUID(), name: "w", kind: "service", source: "person", createdBy: "t", createdAt: now, changedAt: now } });
    for (const tokenId of [full, late])
      await database.as("owner").tokenWorkload.create({ data: { tokenId, workloadId: flow.id, basis: "declared", setBy: "t", setAt: now } });
    await make().token(connection, { expiry: "at", expiresAt: new Date(now.getTime() - 1) });
    const expected: Record<Gap, string[]> = {
      no_owner: [nobody, ofTeam],
      owner_departed: [left],
      suggested_only: [guess],
      team_without_person: [ofTeam],
      no_backup: [left],
      no_workload: [nobody, guess, left, ofTeam],
      no_purpose: [nobody, guess, left, ofTeam],
      attestation_overdue: [late],
    };
    for (const [gap, tokens] of Object.entries(expected)) expect((await rows(gap as Gap)).map(({ token }) => token).sort(), gap).toEqual([...tokens].sort());
    expect(await countGaps(manager(), { connection })).toEqual({
      living: 6,
      gaps: Object.fromEntries(Object.entries(expected).map(([gap, tokens]) => [gap, tokens.length])),
    });
    await database.as("owner").ttlPolicy.delete({ where: { id: asked.id } });
  });

  test("a suggestion is never shown as confirmed, and tells its evidence", async () => {
    const token = await suggested();
    const [shown] = await rows("suggested_only");
    expect(shown).toMatchObject({
      token: token.id,
      owner: null,
      suggestions: [{ person: { name: "Ada Lovelace" }, confidence: 50, words: expect.stringContaining("made it") }],
    });
  });

  test("pages join without a gap or a repeat, the surest first", async () => {
    for (let n = 0; n < 3; n++) await suggested();
    const sure = await make().token(connection, { class: "personal_access_token", creatorAccountId: (await make().account(connection, ada.id)).id });
    await look(sure.id);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await listGaps(manager(), { gap: "suggested_only", connection, limit: 1, cursor: cursor || undefined });
      seen.push(...page.rows.map(({ token }) => token));
      cursor = page.next;
    }
    expect(seen).toEqual((await rows("suggested_only")).map(({ token }) => token));
    expect(seen[0]).toBe(sure.id);
    expect(new Set(seen).size).toBe(4);
  });
});

describe("deciding", () => {
  test("a manager accepts many; what changed since the review is left out and told", async () => {
    const [one, two] = [await suggested(), await suggested()];
    const items = [await row("suggested_only", one.id), await row("suggested_only", two.id)];
    await acceptSuggestions(as(ada), { items: [items[1]] });
    const outcome = await acceptSuggestions(manager(), { items });
    expect(outcome).toMatchObject({ done: [one.id], leftOut: [{ token: two.id, name: two.name, because: expect.stringContaining("changed meanwhile") }] });
    expect(await owner(one.id)).toMatchObject({ personId: ada.id, state: "confirmed", setBy: `person:${mira.id}` });
    expect(await database.as("web").auditEntry.count({ where: { action: "ownership.confirmed", subjectId: one.id } })).toBe(1);
  });

  test("more evidence for the same suggestion is no change of it; a surer one is", async () => {
    const [grown, replaced] = [await suggested(), await suggested()];
    const items = [await row("suggested_only", grown.id), await row("suggested_only", replaced.id)];
    const as = database.as("owner");
    database.clock.advance(1000);
    await as.ownerSuggestion.updateMany({ where: { tokenId: grown.id }, data: { confidence: 55 } });
    await as.ownership.updateMany({ where: { tokenId: grown.id }, data: { setAt: database.clock.now() } });
    const other = { personId: ben.id, kind: "import" as const, confidence: 99, evidence: {}, status: "open" as const, suggestedAt: database.clock.now() };
    await as.ownerSuggestion.create({ data: { id: crypto.randomUUID(), tokenId: replaced.id, ...other } });
    expect(await acceptSuggestions(manager(), { items })).toMatchObject({ done: [grown.id], leftOut: [{ token: replaced.id }] });
  });

  test("a token owner accepts what suggests them, and decides about nobody else", async () => {
    const token = await suggested();
    const items = [await row("suggested_only", token.id)];
    await expect(acceptSuggestions(as(ben), { items })).rejects.toMatchObject({ name: "Conflict", message: expect.stringContaining("suggests somebody else") });
    await expect(rejectSuggestions(as(ben), { items, reason: "no" })).rejects.toMatchObject({ name: "Conflict" });
    await expect(correctOwners(as(ben), { items, person: ada.id })).rejects.toMatchObject({ name: "Conflict" });
    await expect(correctOwners(database.context("web", asPerson(ben, "auditor")), { items, person: ben.id })).rejects.toMatchObject({ name: "Forbidden" });
    expect(await owner(token.id)).toMatchObject({ state: "suggested" });
    await acceptSuggestions(as(ada), { items });
    expect(await owner(token.id)).toMatchObject({ state: "confirmed", personId: ada.id });
  });

  test("of two who accept at once, one succeeds and one gets a Conflict", async () => {
    const token = await suggested();
    const items = [await row("suggested_only", token.id)];
    const results = await Promise.allSettled([acceptSuggestions(manager(), { items }), acceptSuggestions(as(ada), { items })]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((result) => result.status === "rejected")).toMatchObject({ reason: { name: "Conflict" } });
  });

  test("rejecting says why, brings the next best, and is final", async () => {
    const token = await make().token(connection, {
      name: "ben-ortiz-laptop",
      creatorAccountId: (await make().account(connection, ada.id, { name: "ada" })).id,
      class: "oauth_grant",
    });
    await look(token.id);
    await rejectSuggestions(manager(), { items: [await row("suggested_only", token.id)], reason: "Ada moved to another team." });
    expect(await owner(token.id)).toMatchObject({ personId: ben.id, state: "suggested" });
    await look(token.id);
    expect(await owner(token.id)).toMatchObject({ personId: ben.id });
  });

  test("correcting confirms somebody else and teaches that the suggestion was wrong; nobody who left", async () => {
    const token = await suggested();
    const items = [await row("suggested_only", token.id)];
    const gone = await make().person({ displayName: "Dana Whitfield", status: "departed" });
    await expect(correctOwners(manager(), { items, person: gone.id })).rejects.toMatchObject({
      message: expect.stringContaining("Dana Whitfield is departed"),
    });
    await correctOwners(manager(), { items, person: ben.id });
    expect(await owner(token.id)).toMatchObject({ personId: ben.id, state: "confirmed" });
    expect(await database.as("web").ownerSuggestion.findFirst({ where: { tokenId: token.id } })).toMatchObject({ personId: ada.id, status: "rejected" });
  });

  test("accepting and rejecting are undone for as long as nothing else changed, by whoever did it", async () => {
    const token = await suggested();
    const { id } = await database.as("web").ownerSuggestion.findFirstOrThrow({ where: { tokenId: token.id } });
    const before = await owner(token.id);
    await acceptSuggestions(manager(), { items: [await row("suggested_only", token.id)] });
    await expect(undoDecision(as(ada), { suggestions: [id] })).rejects.toMatchObject({ name: "Conflict" });
    expect(await undoDecision(manager(), { suggestions: [id] })).toMatchObject({ done: [token.id] });
    expect(await owner(token.id)).toEqual(before);
    await rejectSuggestions(manager(), { items: [await row("suggested_only", token.id)], reason: "no" });
    expect(await owner(token.id)).toBeNull();
    await undoDecision(manager(), { suggestions: [id] });
    expect(await owner(token.id)).toMatchObject({ personId: ada.id, state: "suggested" });
    await acceptSuggestions(manager(), { items: [await row("suggested_only", token.id)] });
    database.clock.advance(1000);
    await database.as("web").ownership.update({ where: { tokenId: token.id }, data: { personId: ben.id, setAt: database.clock.now() } });
    await expect(undoDecision(manager(), { suggestions: [id] })).rejects.toMatchObject({ name: "Conflict" });
  });
});

test("accepting is undone though time goes on while it is written", async () => {
  const token = await suggested();
  const { id } = await database.as("web").ownerSuggestion.findFirstOrThrow({ where: { tokenId: token.id } });
  const now = () => {
    database.clock.advance(1);
    return database.clock.now();
  };
  await acceptSuggestions({ ...manager(), clock: { now } }, { items: [await row("suggested_only", token.id)] });
  expect(await undoDecision({ ...manager(), clock: { now } }, { suggestions: [id] })).toMatchObject({ done: [token.id] });
});

describe("succession", () => {
  const offers = (tokenId: string) =>
    database
      .as("web")
      .ownerTransfer.findMany({ where: { tokenId }, orderBy: { proposedAt: "asc" }, select: { toPersonId: true, status: true, dueAt: true, id: true } });
  const depart = (person: Person, status: "departed" | "active" = "departed") => {
    database.clock.advance(1000);
    const ctx = database.context("collector");
    return setPersonStatus(ctx, { personId: person.id, status, at: null, source: "scim: active=false" }).then(() =>
      // As the collector does right after, from the list that the departure wrote.
      ctx.db.$transaction(async (tx) => {
        const noted = await tx.$queryRaw<{ token: string }[]>`delete from reevaluation where owners_only returning token_id as token`;
        await proposeSuccession(tx, ctx, { tokens: noted.map(({ token }) => token) });
      }),
    );
  };

  test("a departure asks the backup at once, then the manager, then nobody; each with a deadline", async () => {
    const leaver = await make().person({ displayName: "Kaya Lund", managerId: ada.id });
    const token = await owned(leaver, { backupPersonId: ben.id }, { environment: "dev", reach: { level: "limited", summary: "" } });
    await depart(leaver);
    const first = await offers(token);
    expect(first).toMatchObject([{ toPersonId: ben.id, status: "proposed", dueAt: new Date(database.clock.now().getTime() + 14 * day) }]);
    expect((await listProposals(as(ben))).proposals[0]).toMatchObject({ kind: "succession", row: { token }, offer: { from: "Kaya Lund" } });
    expect((await rows("owner_departed"))[0]).toMatchObject({ offer: { to: { name: "Ben Ortiz" }, as: "backup" } });
    await expect(answerOffers(as(ada), { offers: [first[0]?.id], answer: "accept" })).rejects.toMatchObject({ name: "Forbidden" });
    await expect(answerOffers(as(ben), { offers: [first[0]?.id], answer: "decline" })).rejects.toMatchObject({ name: "InvalidInput" });
    database.clock.advance(1000);
    await answerOffers(as(ben), { offers: [first[0]?.id], answer: "decline", reason: "I have moved on." });
    expect(await offers(token)).toMatchObject([{ status: "declined" }, { toPersonId: ada.id, status: "proposed" }]);
    database.clock.advance(15 * day);
    expect(await lapseOffers(database.context("collector"))).toBeGreaterThanOrEqual(1);
    expect((await offers(token)).map(({ status }) => status)).toEqual(["declined", "lapsed"]);
    expect((await rows("owner_departed"))[0]).toMatchObject({
      offer: null,
      asked: [
        { to: "Ben Ortiz", status: "declined", reason: "I have moved on." },
        { to: "Ada Lovelace", status: "lapsed" },
      ],
    });
  });

  test("three days where it is critical; taken over once, the second answer is a Conflict", async () => {
    const leaver = await make().person({ managerId: ada.id });
    const token = await owned(leaver, {}, { environment: "production" });
    await depart(leaver);
    const [offer] = await offers(token);
    expect(offer).toMatchObject({ toPersonId: ada.id, dueAt: new Date(database.clock.now().getTime() + 3 * day) });
    const answer = () => answerOffers(as(ada), { offers: [offer?.id], answer: "accept" });
    const results = await Promise.allSettled([answer(), answer()]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { name: "Conflict" } });
    expect(await owner(token)).toMatchObject({ personId: ada.id, state: "confirmed" });
  });

  test("who is asked and leaves is passed over; an owner who is back is asked about no more; a manager's choice ends the question", async () => {
    const [leaver, stand] = [await make().person({ managerId: ada.id }), await make().person()];
    const token = await owned(leaver, { backupPersonId: stand.id });
    await depart(leaver);
    await depart(stand);
    expect(await offers(token)).toMatchObject([{ status: "lapsed" }, { toPersonId: ada.id, status: "proposed" }]);
    await depart(leaver, "active");
    expect((await offers(token)).map(({ status }) => status)).toEqual(["lapsed", "withdrawn"]);
    await depart(leaver);
    expect((await offers(token)).at(-1)).toMatchObject({ toPersonId: ada.id, status: "proposed" });
    await correctOwners(manager(), { items: [await row("owner_departed", token)], person: ben.id });
    expect((await offers(token)).at(-1)).toMatchObject({ status: "withdrawn" });
  });
});
