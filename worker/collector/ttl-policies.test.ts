import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../lib/testkit/database";
import { asPerson, facts } from "../../lib/testkit/facts";
import { endTtlPolicy } from "../../lib/ttl/end-ttl-policy";
import { deviations, ttlPolicies } from "../../lib/ttl/queries";
import { setTtlPolicy } from "../../lib/ttl/set-ttl-policy";
import { suggestedPolicies } from "../../lib/ttl/suggestions";
import { judgeDrifted } from "./sweep";

const database = testDatabase();
const is = () => facts(database.as("owner"), () => database.clock.now());
const person = { id: "", displayName: "" };
beforeAll(async () => Object.assign(person, await is().person()));
const as = (...roles: Parameters<typeof asPerson>[1][]) => database.context("web", asPerson(person, ...roles));
const limits = { longestDays: 30, rotateDays: "", unusedDays: null, attestDays: null };
const policy = { class: "api_key", environment: null, ...limits, rationale: "A month bounds what a copy is worth.", control: "OWASP-NHI:2025/NHI7" };

test("a security manager sets one, it takes the place of its elder, and what goes beyond it opens its rows; ended, it closes them", async () => {
  const ctx = as("security_manager");
  await setTtlPolicy(ctx, { ...policy, longestDays: 400 });
  const { id } = await setTtlPolicy(ctx, policy);
  expect(await ttlPolicies(ctx)).toMatchObject([{ id, limits: { longestDays: { days: 30, deviating: 0 }, rotateDays: null } }]);
  const connection = await is().connection();
  const now = database.clock.now().getTime();
  const token = await is().token(connection.id, { expiry: "at", issuedAt: new Date(now), expiresAt: new Date(now + 90 * 86_400_000) });
  expect(await database.as("owner").reevaluation.count({ where: { everything: true } })).toBeGreaterThan(0);
  await judgeDrifted(database.context("collector"), new AbortController().signal);
  const [shown] = await ttlPolicies(ctx);
  expect(shown?.limits.longestDays).toEqual({ days: 30, deviating: 1 });
  expect(await deviations(ctx, { policy: id, limit: "longestDays" })).toMatchObject({
    rows: [{ token: { id: token.id }, rule: "over-long-life" }],
    next: null,
  });
  await endTtlPolicy(ctx, { policy: id, reason: "Under discussion." });
  await judgeDrifted(database.context("collector"), new AbortController().signal);
  // nobody signed the connection, but that a policy ended is no vendor's word
  expect(await deviations(ctx, { policy: id })).toMatchObject({ ended: expect.any(Date), rows: [] });
  const entries = await database.as("web").auditEntry.findMany({ where: { subjectType: "ttl_policy" }, orderBy: { id: "asc" } });
  expect(entries.map(({ action }) => action)).toEqual(["ttl_policy.set", "ttl_policy.set", "ttl_policy.ended"]);
  await expect(endTtlPolicy(ctx, { policy: id, reason: "Again." })).rejects.toMatchObject({ code: "Conflict" });
});

test("who may not is refused, and the administrator may", async () => {
  for (const role of ["token_owner", "approver", "auditor"] as const) {
    await expect(setTtlPolicy(as(role), policy)).rejects.toMatchObject({ code: "Forbidden" });
    await expect(endTtlPolicy(as(role), { policy: person.id, reason: "x" })).rejects.toMatchObject({ code: "Forbidden" });
  }
  await expect(setTtlPolicy(as("administrator"), policy)).resolves.toMatchObject({ id: expect.any(String) });
});

test.each([
  ["no limit at all", { longestDays: null }],
  ["no reason", { rationale: " " }],
  ["a control that nobody published", { control: "OWASP-NHI:2025/NHI-03" }],
  ["half a day", { longestDays: 0.5 }],
])("%s is refused in words", async (_words, fields) => {
  await expect(setTtlPolicy(as("security_manager"), { ...policy, ...fields })).rejects.toMatchObject({ code: "InvalidInput" });
});

test("every suggestion could be adopted as it stands", async () => {
  for (const suggestion of suggestedPolicies) await setTtlPolicy(as("security_manager"), suggestion);
  expect(await ttlPolicies(as("auditor"))).toHaveLength(suggestedPolicies.length + 1);
});
