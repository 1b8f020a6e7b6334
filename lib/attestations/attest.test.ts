import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { answerOffers } from "../ownership/answer-offers";
import { listGaps } from "../ownership/list-gaps";
import { withdrawOffers } from "../ownership/withdraw-offers";
import { evaluateSuggestions } from "../suggestions/evaluate-suggestions";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { attest } from "./attest";
import { countMine, listMyTokens } from "./my-tokens";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());
type Person = Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
const day = 86_400_000;
let connection: string;
let mira: Person;
let cleo: Person;
let ada: Person;
let ben: Person;
beforeAll(async () => {
  connection = (await make().connection({ connector: "import" })).id;
  mira = await make().person({ displayName: "Mira Koh" });
  cleo = await make().person({ displayName: "Cleo Park" });
});
beforeEach(async () => {
  ada = await make().person({ displayName: "Ada Lovelace", userName: crypto.randomUUID() });
  ben = await make().person({ displayName: "Ben Ortiz", userName: crypto.randomUUID() });
  database.clock.advance(1000);
});
const as = (person: Person) => database.context("web", asPerson(person, "token_owner"));
const owner = (tokenId: string) => database.as("web").ownership.findUnique({ where: { tokenId } });
const said = (tokenId: string) => database.as("web").attestation.findMany({ where: { tokenId }, orderBy: { at: "asc" } });
const mine = { answer: "mine" as const, expiryReviewed: true as const };
const item = async (person: Person, token: string, view: "due" | "owned" = "owned") => {
  const row = (await listMyTokens(as(person), { view })).rows.find((each) => each.token === token);
  if (!row) throw new Error("not theirs");
  return { token, version: row.version };
};
async function owned(by: Person, ownership: object = {}, token: object = {}) {
  const { id } = await make().token(connection, { issuedAt: new Date(database.clock.now().getTime() - 400 * day), imported: true, ...token });
  await database
    .as("owner")
    .ownership.create({ data: { tokenId: id, personId: by.id, state: "confirmed", setBy: "test", setAt: database.clock.now(), ...ownership } });
  return id;
}

describe("what is due", () => {
  test("by the suggested half a year, or the most specific policy, which alone makes overdue; an answer starts it anew; counts are one's own", async () => {
    const ago = (days: number) => ({ issuedAt: new Date(database.clock.now().getTime() - days * day) });
    const [late, soon, fresh] = [await owned(ada, {}, ago(200)), await owned(ada, {}, ago(170)), await owned(ada, {}, ago(20))];
    const dated = await owned(ada, {}, { ...ago(20), class: "deploy_key", environment: "prod" });
    const policy = (fields: object) => ({ id: crypto.randomUUID(), rationale: "r", control: "c", setBy: "t", setAt: database.clock.now(), ...fields });
    const strict = await database.as("web").ttlPolicy.create({ data: policy({ class: "deploy_key", environment: "production", attestDays: 10 }) });
    await database.as("web").ttlPolicy.create({ data: policy({ class: "deploy_key", attestDays: 300 }) });
    const due = async () => (await listMyTokens(as(ada), { view: "due" })).rows.map(({ token }) => token);
    expect(await due()).toEqual([late, dated, soon]);
    expect((await listMyTokens(as(ada), { view: "due" })).rows[1]).toMatchObject({ due: { days: 10, by: "policy" } });
    expect(await countMine(as(ada))).toEqual({ due: 3, overdue: 1, proposed: 0, owned: 4 });
    expect(await countMine(as(ben))).toEqual({ due: 0, overdue: 0, proposed: 0, owned: 0 });
    await database.as("web").ttlPolicy.update({ where: { id: strict.id }, data: { endedAt: database.clock.now() } });
    await attest(as(ada), { ...mine, items: [await item(ada, late)], purpose: "Sends invoices.", workload: { name: "billing" } });
    expect(await due()).toEqual([soon]);
    expect(fresh).toBeTruthy();
  });
});

describe("mine", () => {
  test("keeps purpose and workload with who said so, and the evidence of that moment", async () => {
    const token = await owned(ada, {}, { scopes: ["repo"], expiry: "never", environment: "prod" });
    await make().finding("never-expires", { tokenId: token }, { severity: "medium" });
    await attest(as(ada), { ...mine, items: [await item(ada, token)], purpose: "Sends invoices.", workload: { name: "Invoice Export" } });
    expect(await owner(token)).toMatchObject({ personId: ada.id, purpose: "Sends invoices.", purposeBy: `person:${ada.id}` });
    const [kept] = await said(token);
    expect(kept).toMatchObject({
      personId: ada.id,
      answer: "mine",
      expiryReviewed: true,
      evidence: {
        as: "owner",
        state: "active",
        scopes: ["repo"],
        environment: "prod",
        expiry: { kind: "never" },
        findings: [{ rule: "never-expires", severity: "medium" }],
        due: { by: "suggestion", days: 180 },
      },
    });
    expect(await database.as("web").tokenWorkload.findFirst({ where: { tokenId: token }, include: { workload: true } })).toMatchObject({
      basis: "declared",
      workload: { name: "Invoice Export", kind: "unknown" },
    });
    expect(await database.as("web").auditEntry.count({ where: { action: "token.attested", subjectId: token } })).toBe(1);
    const second = await owned(ada, { purpose: "Known." });
    await attest(as(ada), { ...mine, items: [await item(ada, second)], workload: { name: "invoice export" } });
    expect(await database.as("web").workload.count({ where: { name: { equals: "Invoice Export", mode: "insensitive" } } })).toBe(1);
  });

  test("a missing purpose or workload is asked for; of several, those without are left out", async () => {
    const [bare, full] = [await owned(ada), await owned(ada, { purpose: "Known." })];
    await expect(attest(as(ada), { ...mine, items: [await item(ada, bare)] })).rejects.toMatchObject({
      name: "InvalidInput",
      detail: { fields: { purpose: expect.any(String), workload: expect.any(String) } },
    });
    await expect(attest(as(ada), { answer: "mine", items: [await item(ada, bare)], purpose: "x", workload: { name: "w" } })).rejects.toMatchObject({
      name: "InvalidInput",
    });
    const outcome = await attest(as(ada), { ...mine, items: [await item(ada, bare), await item(ada, full)], workload: { name: "w" } });
    expect(outcome).toMatchObject({ done: [full], leftOut: [{ token: bare, because: "nobody says what it is for" }] });
    expect(await said(bare)).toEqual([]);
  });

  test("nobody answers for somebody else, managers included; the backup does, and the answer says so", async () => {
    const token = await owned(ada, { backupPersonId: ben.id, purpose: "Known." });
    const items = [await item(ada, token)];
    const manager = database.context("web", asPerson(mira, "security_manager", "administrator"));
    await expect(attest(manager, { ...mine, items, workload: { name: "w" } })).rejects.toMatchObject({ name: "Forbidden" });
    await attest(as(ben), { ...mine, items, workload: { name: "w" } });
    expect(await said(token)).toMatchObject([{ personId: ben.id, evidence: { as: "backup", owner: ada.id } }]);
  });

  test("a suggested owner is none, and answers for nothing yet", async () => {
    const token = await owned(ada, { state: "suggested" });
    await expect(attest(as(ada), { ...mine, items: [{ token, version: "0".repeat(32) }], purpose: "x", workload: { name: "w" } })).rejects.toMatchObject({
      name: "Forbidden",
    });
  });

  test("of two answers at once, one counts; what changed since it was looked at is left out", async () => {
    const token = await owned(ada, { purpose: "Known." });
    const items = [await item(ada, token)];
    const results = await Promise.allSettled([
      attest(as(ada), { ...mine, items, workload: { name: "w" } }),
      attest(as(ada), { answer: "not_mine", items, reason: "No." }),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await said(token)).toHaveLength(1);
    const moved = await owned(ada, { purpose: "Known." });
    const seen = [await item(ada, moved)];
    await database.as("owner").token.update({ where: { id: moved }, data: { expiry: "never" } });
    await expect(attest(as(ada), { ...mine, items: seen, workload: { name: "w" } })).rejects.toMatchObject({
      name: "Conflict",
      message: expect.stringContaining("changed since"),
    });
  });

  test("answers are insert-only", async () => {
    const token = await owned(ada, { purpose: "Known." });
    await attest(as(ada), { ...mine, items: [await item(ada, token)], workload: { name: "w" } });
    await expect(database.as("web").attestation.updateMany({ data: { reason: "x" } })).rejects.toThrow(/permission denied/);
    await expect(database.as("owner").attestation.deleteMany({ where: { tokenId: token } })).rejects.toThrow(/insert-only/);
  });
});

describe("transfer", () => {
  test("until the other one takes it the owner stays; it can be taken back; taken, it is theirs", async () => {
    const token = await owned(ada, { backupPersonId: cleo.id });
    const offer = async () => {
      await attest(as(ada), { answer: "transfer", items: [await item(ada, token)], to: ben.id, reason: "Ben runs it now." });
      const { id } = await database.as("web").ownerTransfer.findFirstOrThrow({ where: { tokenId: token, status: "proposed" } });
      return id;
    };
    const first = await offer();
    expect(await owner(token)).toMatchObject({ personId: ada.id });
    await expect(withdrawOffers(as(ben), { offers: [first] })).rejects.toMatchObject({ name: "Forbidden" });
    await withdrawOffers(as(ada), { offers: [first] });
    await expect(answerOffers(as(ben), { offers: [first], answer: "accept" })).rejects.toMatchObject({ name: "Conflict" });
    await answerOffers(as(ben), { offers: [await offer()], answer: "accept" });
    expect(await owner(token)).toMatchObject({ personId: ben.id, backupPersonId: cleo.id, state: "confirmed" });
    expect((await said(token)).map(({ answer, transferId }) => [answer, transferId !== null])).toEqual([
      ["transfer", true],
      ["transfer", true],
    ]);
  });

  test("not to oneself, nor to somebody who left; a backup hands on nothing", async () => {
    const token = await owned(ada, { backupPersonId: ben.id });
    const gone = await make().person({ status: "departed" });
    const to = async (person: Person, target: Person) =>
      attest(as(person), { answer: "transfer", items: [await item(person, token)], to: target.id, reason: "r" });
    await expect(to(ada, ada)).rejects.toMatchObject({ name: "InvalidInput" });
    await expect(to(ada, gone)).rejects.toMatchObject({ name: "InvalidInput" });
    await expect(to(ben, cleo)).rejects.toMatchObject({ name: "Conflict", message: expect.stringContaining("only its owner hands it on") });
    await to(ada, cleo);
  });
});

describe("not mine, and no longer needed", () => {
  test("not mine goes back to the gaps with the reason, and is never suggested to the same person again", async () => {
    const token = await owned(ada, {}, { creatorAccountId: (await make().account(connection, ada.id)).id });
    await attest(as(ada), { answer: "not_mine", items: [await item(ada, token)], reason: "I left that team in May." });
    expect(await owner(token)).toBeNull();
    const collector = database.context("collector");
    await collector.db.$transaction((tx) => evaluateSuggestions(tx, collector, [token]));
    const { rows } = await listGaps(as(ada), { gap: "no_owner", q: (await database.as("web").token.findUniqueOrThrow({ where: { id: token } })).name });
    expect(rows).toMatchObject([{ token, suggestions: [], refused: { by: "Ada Lovelace", reason: "I left that team in May." } }]);
    const kept = await owned(ada, { backupPersonId: ben.id, purpose: "Known." });
    await attest(as(ben), { answer: "not_mine", items: [await item(ben, kept)], reason: "No." });
    expect(await owner(kept)).toMatchObject({ personId: ada.id, backupPersonId: null });
  });

  test("no longer needed is kept where nothing can be acted on, and says what to do by hand; it is asked no more", async () => {
    const token = await owned(ada);
    const outcome = await attest(as(ada), { answer: "no_longer_needed", items: [await item(ada, token)], reason: "The service is gone." });
    expect(outcome).toMatchObject({ done: [token], requests: [], byHand: [{ token, sentence: expect.stringContaining("known from an import alone") }] });
    expect(await said(token)).toMatchObject([{ answer: "no_longer_needed", requestId: null, evidence: { byHand: expect.stringContaining("import") } }]);
    expect((await listMyTokens(as(ada), { view: "due" })).rows).toEqual([]);
  });
});
