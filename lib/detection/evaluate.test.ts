import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { facts } from "../testkit/facts";
import { signConnection } from "../testkit/sign-connection";
import { evaluateRules } from "./evaluate";
import type { RuleScope } from "./scope";

const database = testDatabase();
const is = () => facts(database.as("owner"), () => database.clock.now());
const evaluate = (scope: RuleScope) => {
  const ctx = database.context("collector");
  return ctx.db.$transaction((tx) => evaluateRules(tx, ctx, scope));
};
const findings = (where: { rule?: string; tokenId?: string; accountId?: string }) => database.as("web").finding.findMany({ where, orderBy: { rule: "asc" } });
const finding = async (where: { rule: string; tokenId?: string; accountId?: string }) => (await findings(where))[0];
const names = (value: unknown) => (value as { name: string }[]).map((factor) => factor.name);

let connection: string;
beforeEach(async () => {
  connection = (await is().connection()).id;
  await signConnection(database.as("owner"), connection, database.clock.now());
});
const quiet = { environment: "development", reach: { level: "limited", summary: "reads" }, expiry: "at", expiresAt: new Date("2035-01-01") } as const;

async function departed(fields: Parameters<ReturnType<typeof facts>["token"]>[1] = {}, status: "departed" | "suspended" | "active" = "departed") {
  const person = await is().person({ status, statusAt: new Date("2026-11-01T00:00:00Z") });
  const account = await is().account(connection, person.id);
  const token = await is().token(connection, { ...quiet, creatorAccountId: account.id, ...fields });
  return { person, account, token };
}
const prove = async (tokenId: string, personId: string) => {
  const owner = database.as("owner");
  const request = await owner.request.create({
    data: {
      id: randomUUID(),
      statement: "{}",
      digest: randomUUID(),
      connectionId: connection,
      effect: "dead",
      requesterId: personId,
      reason: "left",
      acknowledgement: "yes",
      createdAt: database.clock.now(),
      expiresAt: new Date("2035-01-01"),
    },
  });
  const now = database.clock.now();
  return owner.execution.create({
    data: {
      id: randomUUID(),
      requestId: request.id,
      tokenId,
      targetDigest: randomUUID(),
      effect: "dead",
      status: "proven",
      queuedAt: now,
      notBefore: now,
      endedAt: now,
    },
  });
};

describe("departed-still-alive", () => {
  test("opens for the leaver's token and enabled account, with person, evidence and factors", async () => {
    const { person, account, token } = await departed();
    await evaluate({ persons: [person.id] });
    expect(await finding({ rule: "departed-still-alive", tokenId: token.id })).toMatchObject({
      status: "open",
      severity: "high",
      personId: person.id,
      evidence: { via: "creator", creator: { person: { id: person.id, status: "departed" }, link: "found" } },
    });
    expect(await finding({ rule: "departed-still-alive", accountId: account.id })).toMatchObject({ status: "open", severity: "high", personId: person.id });
  });

  test.each([
    ["production", { environment: "production" }, "critical", "environment"],
    ["an unknown environment", { environment: null }, "critical", "environment"],
    ["high reach", { reach: { level: "high", summary: "all" } }, "critical", "reach"],
    ["use since leaving", { lastUsedAt: new Date("2026-11-20T00:00:00Z"), lastUsedFrom: "vendor" }, "critical", "used_since"],
    ["use before leaving only", { lastUsedAt: new Date("2026-10-20T00:00:00Z"), lastUsedFrom: "vendor" }, "high", "departed"],
    ["being disabled", { disabledAt: new Date("2026-11-02T00:00:00Z") }, "medium", "disabled"],
    ["being unlisted", { missingSince: new Date("2026-11-02T00:00:00Z") }, "medium", "missing"],
  ] as const)("weighs %s", async (_name, fields, severity, factor) => {
    const { token } = await departed({ ...fields });
    await evaluate({ tokens: [token.id] });
    const found = await finding({ rule: "departed-still-alive", tokenId: token.id });
    expect(found?.severity).toBe(severity);
    expect(names(found?.factors)).toContain(factor);
  });

  test("a suspended person counts, one step milder; an active one does not", async () => {
    const suspended = await departed({}, "suspended");
    const active = await departed({}, "active");
    await evaluate({ tokens: [suspended.token.id, active.token.id] });
    expect(await finding({ rule: "departed-still-alive", tokenId: suspended.token.id })).toMatchObject({ severity: "medium" });
    expect(await findings({ rule: "departed-still-alive", tokenId: active.token.id })).toEqual([]);
  });

  test("a departed confirmed owner counts, a suggested one does not", async () => {
    const leaver = await is().person({ status: "departed", statusAt: new Date("2026-11-01") });
    const [confirmed, suggested] = [await is().token(connection, quiet), await is().token(connection, quiet)];
    for (const [token, state] of [
      [confirmed, "confirmed"],
      [suggested, "suggested"],
    ] as const)
      await database.as("owner").ownership.create({ data: { tokenId: token.id, personId: leaver.id, state, setBy: "test", setAt: database.clock.now() } });
    await evaluate({ persons: [leaver.id] });
    expect(await finding({ rule: "departed-still-alive", tokenId: confirmed.id })).toMatchObject({ personId: leaver.id, evidence: { via: "owner" } });
    expect(await findings({ rule: "departed-still-alive", tokenId: suggested.id })).toEqual([]);
  });

  test("rehire closes it without an execution, and leaving again brings it back as regressed", async () => {
    const { person, token } = await departed();
    await evaluate({ persons: [person.id] });
    await database.as("owner").person.update({ where: { id: person.id }, data: { status: "active" } });
    expect((await evaluate({ persons: [person.id] })).closed).toBe(2);
    expect(await finding({ rule: "departed-still-alive", tokenId: token.id })).toMatchObject({
      status: "closed_proven",
      closedEvidence: { because: expect.stringContaining("no departed"), checkedAt: expect.any(String) },
    });
    await database.as("owner").person.update({ where: { id: person.id }, data: { status: "departed" } });
    expect((await evaluate({ persons: [person.id] })).regressed).toBe(2);
    expect(await finding({ rule: "departed-still-alive", tokenId: token.id })).toMatchObject({ status: "regressed", closedAt: null });
  });

  test("undoing the link closes it", async () => {
    const { person, account, token } = await departed();
    await evaluate({ tokens: [token.id] });
    await database.as("owner").accountLinkDecision.create({
      data: {
        id: randomUUID(),
        accountId: account.id,
        personId: person.id,
        decision: "rejected",
        reason: "not theirs",
        decidedBy: "test",
        decidedAt: database.clock.now(),
      },
    });
    await evaluate({ accounts: [account.id] });
    expect(await finding({ rule: "departed-still-alive", tokenId: token.id })).toMatchObject({ status: "closed_proven" });
  });

  test("an active owner who took over after the leaving closes it, but not for a personal token", async () => {
    const heir = await is().person();
    const shared = await departed();
    const personal = await departed({ class: "personal_access_token" });
    await evaluate({ tokens: [shared.token.id, personal.token.id] });
    for (const { token } of [shared, personal])
      await database
        .as("owner")
        .ownership.create({ data: { tokenId: token.id, personId: heir.id, state: "confirmed", setBy: "test", setAt: database.clock.now() } });
    await evaluate({ tokens: [shared.token.id, personal.token.id] });
    expect(await finding({ rule: "departed-still-alive", tokenId: shared.token.id })).toMatchObject({ status: "closed_proven" });
    expect(await finding({ rule: "departed-still-alive", tokenId: personal.token.id })).toMatchObject({ status: "open" });
  });

  test("a missing or expired token stays open; only a proven execution closes it as dead", async () => {
    const { person, token } = await departed();
    await evaluate({ tokens: [token.id] });
    const owner = database.as("owner");
    await owner.token.update({ where: { id: token.id }, data: { missingSince: database.clock.now() } });
    await evaluate({ tokens: [token.id] });
    expect(await finding({ rule: "departed-still-alive", tokenId: token.id })).toMatchObject({ status: "open" });
    await owner.token.update({ where: { id: token.id }, data: { missingSince: null, expiresAt: new Date("2020-01-01") } });
    await evaluate({ tokens: [token.id] });
    expect(await finding({ rule: "departed-still-alive", tokenId: token.id })).toMatchObject({ status: "open", severity: "low" });
    const execution = await prove(token.id, person.id);
    await evaluate({ tokens: [token.id] });
    expect(await finding({ rule: "departed-still-alive", tokenId: token.id })).toMatchObject({
      status: "closed_proven",
      closedEvidence: { because: "the token is proven dead", proof: { execution: execution.id } },
    });
  });

  test("an expired token opens none; an account that is disabled or no longer listed closes its own", async () => {
    const expired = await departed({ expiresAt: new Date("2020-01-01") });
    await evaluate({ persons: [expired.person.id] });
    expect(await findings({ rule: "departed-still-alive", tokenId: expired.token.id })).toEqual([]);
    await database.as("owner").account.update({ where: { id: expired.account.id }, data: { status: "disabled" } });
    await evaluate({ accounts: [expired.account.id] });
    expect(await finding({ rule: "departed-still-alive", accountId: expired.account.id })).toMatchObject({ status: "closed_proven" });
  });
});

test("no-owner closes with a confirmed owner, not with a suggested one", async () => {
  const token = await is().token(connection, quiet);
  const person = await is().person();
  await evaluate({ tokens: [token.id] });
  expect(await finding({ rule: "no-owner", tokenId: token.id })).toMatchObject({ status: "open", severity: "medium" });
  const owner = database.as("owner");
  await owner.ownership.create({ data: { tokenId: token.id, personId: person.id, state: "suggested", setBy: "test", setAt: database.clock.now() } });
  await evaluate({ tokens: [token.id] });
  expect(await finding({ rule: "no-owner", tokenId: token.id })).toMatchObject({ status: "open" });
  await owner.ownership.update({ where: { tokenId: token.id }, data: { state: "confirmed" } });
  await evaluate({ tokens: [token.id] });
  expect(await finding({ rule: "no-owner", tokenId: token.id })).toMatchObject({ status: "closed_proven" });
});

test("never-expires needs the vendor's word: unknown is not never", async () => {
  const never = await is().token(connection, { ...quiet, expiry: "never", expiresAt: null });
  const unknown = await is().token(connection, { ...quiet, expiry: "unknown", expiresAt: null });
  await evaluate({ tokens: [never.id, unknown.id] });
  expect(await finding({ rule: "never-expires", tokenId: never.id })).toMatchObject({ status: "open", severity: "medium" });
  expect(await findings({ rule: "never-expires", tokenId: unknown.id })).toEqual([]);
});

test("what people said stays: a false positive stays closed, an accepted finding stays accepted until its cause is gone", async () => {
  const token = await is().token(connection, { ...quiet, expiry: "never", expiresAt: null });
  await evaluate({ tokens: [token.id] });
  const owner = database.as("owner");
  await owner.finding.updateMany({ where: { tokenId: token.id, rule: "no-owner" }, data: { status: "closed_false_positive" } });
  await owner.finding.updateMany({ where: { tokenId: token.id, rule: "never-expires" }, data: { status: "accepted" } });
  await evaluate({ tokens: [token.id] });
  expect(await finding({ rule: "never-expires", tokenId: token.id })).toMatchObject({ status: "accepted" });
  expect(await finding({ rule: "no-owner", tokenId: token.id })).toMatchObject({ status: "closed_false_positive" });
  await owner.token.update({ where: { id: token.id }, data: { expiry: "at", expiresAt: new Date("2035-01-01") } });
  await evaluate({ tokens: [token.id] });
  expect(await finding({ rule: "never-expires", tokenId: token.id })).toMatchObject({ status: "closed_proven" });
});

test("looks at nothing outside its scope, repeats without writing, and 'all' agrees with the parts", async () => {
  const [a, b] = [await is().token(connection, quiet), await is().token(connection, quiet)];
  await evaluate({ tokens: [a.id] });
  expect(await findings({ tokenId: b.id })).toEqual([]);
  expect(await evaluate({ tokens: [a.id] })).toEqual({ opened: 0, regressed: 0, updated: 0, closed: 0 });
  await evaluate("all");
  expect((await findings({ tokenId: b.id })).map(({ rule }) => rule)).toEqual((await findings({ tokenId: a.id })).map(({ rule }) => rule));
  expect(await findings({ tokenId: b.id, rule: "no-owner" })).toHaveLength(1);
  expect(await evaluate("all")).toEqual({ opened: 0, regressed: 0, updated: 0, closed: 0 });
});

test("one audit entry a rule names what moved; web may not write findings itself", async () => {
  const token = await is().token(connection, quiet);
  await evaluate({ tokens: [token.id] });
  const found = await finding({ rule: "no-owner", tokenId: token.id });
  const entries = await database
    .as("web")
    .auditEntry.findMany({ where: { action: "findings.moved", subjectId: "no-owner" }, orderBy: { id: "desc" }, take: 1 });
  expect(entries[0]).toMatchObject({ dbRole: "collector", detail: { opened: { count: 1, findings: [found?.id] } } });
  const web = database.context("web");
  const other = await is().token(connection, quiet);
  await expect(web.db.$transaction((tx) => evaluateRules(tx, web, { tokens: [other.id] }))).rejects.toThrow(/permission denied/);
});

test("a token that arrives while its maker leaves is judged with both facts, whichever commits first", async () => {
  const person = await is().person();
  const account = await is().account(connection, person.id);
  const tokenId = randomUUID();
  const ctx = database.context("collector");
  const arrival = ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`insert into token (id, connection_id, class, handle_key, handle, name, scopes, creator_account_id, expiry, first_seen_at, last_seen_at, facts_hash)
      values (${tokenId}::uuid, ${connection}::uuid, 'api_key', ${tokenId}, '{}', 'new', '{}', ${account.id}::uuid, 'unknown', now(), now(), 'x')`;
    await new Promise((resolve) => setTimeout(resolve, 150));
    await evaluateRules(tx, ctx, { tokens: [tokenId] });
  });
  const leaving = ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`update person set status = 'departed', status_at = now() where id = ${person.id}::uuid`;
    await evaluateRules(tx, ctx, { persons: [person.id] });
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  await Promise.all([arrival, leaving]);
  expect(await findings({ rule: "departed-still-alive", tokenId })).toHaveLength(1);
});
