import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { decideLink } from "./decide-link";
import { type LinkScope, linkAccounts } from "./link-accounts";

const database = testDatabase();
const is = () => facts(database.as("owner"), () => database.clock.now());
const link = (scope: LinkScope) => {
  const ctx = database.context("collector");
  return ctx.db.$transaction((tx) => linkAccounts(tx, ctx, scope));
};
const linked = async (accountId: string) => {
  const [row] = await database.as("web").$queryRaw<
    { person: string | null }[]
  >`select person_id as person from account_person where account_id = ${accountId}::uuid`;
  return row?.person ?? null;
};

let connection: string;
let n = 0;
beforeEach(async () => {
  connection = (await is().connection()).id;
  n += 1;
});
const person = (fields: Parameters<ReturnType<typeof facts>["person"]>[0] = {}) =>
  is().person({ email: `ada${n}@example.com`, userName: `ada${n}`, ...fields });
const account = (fields: Parameters<ReturnType<typeof facts>["account"]>[2] = {}) =>
  is().account(connection, null, { email: `Ada${n}@example.com`, ...fields });

describe("evidence", () => {
  test("an equal e-mail address links, whatever its case, and says so", async () => {
    const [ada, hers] = [await person(), await account()];
    expect(await link({ connection })).toEqual([hers.id]);
    const row = await database.as("web").accountLink.findUnique({ where: { accountId: hers.id } });
    expect(row).toMatchObject({ personId: ada.id, evidence: { by: ["email"], confidence: "high" } });
    expect(await link({ connection })).toEqual([]);
  });

  test.each([
    ["a user name that is the e-mail address", () => ({ email: null, userName: `ADA${n}@example.com` }), "high"],
    ["an equal user name", () => ({ email: null, userName: `Ada${n}` }), "medium"],
    ["the directory's own id", () => ({ email: null, externalId: `00u-okta-${n}` }), "high"],
  ])("%s links", async (_name, fields, confidence) => {
    const ada = await person({ record: { externalId: `00u-okta-${n}` } });
    const hers = await account(fields());
    await link({ accounts: [hers.id] });
    expect(await database.as("web").accountLink.findUnique({ where: { accountId: hers.id } })).toMatchObject({ personId: ada.id, evidence: { confidence } });
  });

  test("a short number, a service account, or nothing in common links nobody", async () => {
    await person({ record: { externalId: "7" } });
    const accounts = [await account({ email: null, externalId: "7" }), await account({ kind: "service" }), await account({ email: "else@example.com" })];
    expect(await link({ connection })).toEqual([]);
    for (const { id } of accounts) expect(await linked(id)).toBeNull();
  });

  test("two people for one account are no answer; one human in two directories is one", async () => {
    await person();
    await person({ userName: "other" });
    const ambiguous = await account();
    n += 1;
    const scim = await person();
    await person({ source: "ldap:x", externalId: randomUUID() });
    const once = await account();
    await link({ connection });
    expect(await linked(ambiguous.id)).toBeNull();
    expect(await linked(once.id)).toBe(scim.id);
  });

  test("e-mail and user name that point to different people are no answer", async () => {
    await person();
    await person({ email: "bob@example.com", userName: `bob${n}` });
    const torn = await account({ userName: `bob${n}` });
    await link({ connection });
    expect(await linked(torn.id)).toBeNull();
  });
});

describe("what stays", () => {
  test("a link survives the address being taken from the leaver and given to someone new", async () => {
    const leaver = await person();
    const theirs = await account();
    await link({ connection });
    await database.as("owner").person.update({ where: { id: leaver.id }, data: { email: null, userName: `gone${n}` } });
    await person({ userName: `new${n}` });
    await link({ connection });
    expect(await linked(theirs.id)).toBe(leaver.id);
  });

  test("a link moves when the account itself now names somebody else", async () => {
    await person();
    const shared = await account();
    await link({ connection });
    const bob = await person({ email: `bob${n}@example.com`, userName: `bob${n}` });
    await database.as("owner").account.update({ where: { id: shared.id }, data: { email: `bob${n}@example.com` } });
    await link({ persons: [bob.id] });
    expect(await linked(shared.id)).toBe(bob.id);
  });
});

describe("a person's decision", () => {
  const manager = async () => database.context("web", asPerson(await is().person(), "security_manager"));

  test("undoing holds on the next sync, and confirming by hand brings it back", async () => {
    const [ada, hers] = [await person(), await account()];
    await link({ connection });
    const ctx = await manager();
    await decideLink(ctx, { accountId: hers.id, personId: ada.id, decision: "rejected", reason: "a shared mailbox" });
    expect(await linked(hers.id)).toBeNull();
    await link({ connection });
    await link({ connection });
    expect(await linked(hers.id)).toBeNull();
    database.clock.advance(1000);
    await decideLink(ctx, { accountId: hers.id, personId: ada.id, decision: "confirmed", reason: "it was hers after all" });
    expect(await linked(hers.id)).toBe(ada.id);
  });

  test("puts the account on the collector's list, and is audited as web's", async () => {
    const [ada, hers] = [await person(), await account()];
    await decideLink(await manager(), { accountId: hers.id, personId: ada.id, decision: "confirmed", reason: "told me" });
    expect(await database.as("collector").reevaluation.count({ where: { accountId: hers.id } })).toBe(1);
    expect(await database.as("web").auditEntry.findFirst({ where: { action: "link.confirmed", subjectId: hers.id } })).toMatchObject({ dbRole: "web" });
  });

  test("needs the right, a reason, things that exist, and a change", async () => {
    const [ada, hers] = [await person(), await account()];
    const input = { accountId: hers.id, personId: ada.id, decision: "confirmed", reason: "told me" } as const;
    await expect(decideLink(database.context("web", asPerson(ada, "auditor")), input)).rejects.toMatchObject({ code: "Forbidden" });
    const ctx = await manager();
    await expect(decideLink(ctx, { ...input, reason: " " })).rejects.toMatchObject({ code: "InvalidInput" });
    await expect(decideLink(ctx, { ...input, accountId: randomUUID() })).rejects.toMatchObject({ code: "NotFound" });
    await decideLink(ctx, input);
    await expect(decideLink(ctx, input)).rejects.toMatchObject({ code: "Conflict" });
    await expect(link({ connection }).then(() => linkAccounts(ctx.db, ctx, { connection }))).rejects.toMatchObject({ code: "Forbidden" });
  });
});
