import { beforeAll, expect, test } from "vitest";
import { proofWords } from "../domain/words";
import { found } from "../exposure/testkit/found";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { tokenPage } from "./token-page";

const database = testDatabase();
const as = (...roles: Parameters<typeof asPerson>[1][]) =>
  database.context("web", asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, ...roles));
let id: string;

beforeAll(async () => {
  const make = facts(database.as("owner"), () => database.clock.now());
  const dana = await make.person({
    displayName: "Dana Whitfield",
    status: "departed",
    statusAt: new Date("2026-09-12T14:02:00Z"),
    statusSource: "scim: active=false",
  });
  const connection = await make.connection({ name: "unleash-prod" });
  await make.health(connection.id, {
    capabilities: { classes: { api_key: { list: "can", last_used: "can", disable: { cannot: "Unleash has no such switch." } } } },
  });
  const account = await make.account(connection.id, dana.id, { name: "dana" });
  const token = await make.token(connection.id, {
    name: "billing-sync",
    creatorAccountId: account.id,
    issuedAt: new Date("2026-01-02T03:04:05Z"),
    issuedFrom: "Unleash event log",
    reach: { level: "high", summary: "reads and writes flags" },
  });
  id = token.id;
  await database.as("owner").tokenFingerprint.create({ data: { tokenId: id, kind: "hmac_sha256", value: "ab".repeat(32), pepperVersion: 1 } });
  await make.finding("departed-still-alive", { tokenId: id, personId: dana.id });
});

test("the page holds what is known, with who said so, and no fingerprint's value", async () => {
  const page = await tokenPage(as("auditor"), id);
  expect(page).toMatchObject({
    row: { name: "billing-sync", lastUsed: null },
    reach: { level: "high" },
    fingerprints: [{ kind: "hmac_sha256", pepperVersion: 1 }],
    creator: { name: "dana" },
    abilities: { disable: { cannot: "Unleash has no such switch." } },
    findings: [{ rule: "departed-still-alive", status: "open" }],
    may: { own: false, file: false },
  });
  expect(JSON.stringify(page)).not.toContain("ab".repeat(32));
  expect((await tokenPage(as("security_manager"), id)).may).toEqual({ own: true, file: true, triage: true, link: true });
});

test("its life is told in order, from what somebody recorded", async () => {
  const { life } = await tokenPage(as("auditor"), id);
  expect(life.map(({ what, by }) => [what, by])).toEqual([
    ["Created", "vendor"],
    ["Its maker left", "machine"],
    ["First seen by a sync", "machine"],
    ["Found: Outlives its person", "machine"],
  ]);
  expect(life[1]).toMatchObject({ at: "2026-09-12T14:02:00.000Z", who: "Dana Whitfield", source: "scim: active=false" });
});

test("who said what stands beside it, and what depends on it is told edge by edge", async () => {
  const owner = database.as("owner");
  const now = database.clock.now();
  const make = facts(owner, () => now);
  const { connectionId } = await owner.token.findUniqueOrThrow({ where: { id } });
  const ben = await make.person({ displayName: "Ben Ortiz" });
  const [elsewhere, further] = [await make.token((await make.connection({ name: "github" })).id, { mergedInto: id }), await make.token(connectionId)];
  const by = `person:${ben.id}`;
  await owner.ownership.create({
    data: { tokenId: id, personId: ben.id, state: "confirmed", purpose: "Bills.", purposeBy: "process:collector", purposeAt: now, setBy: by, setAt: now },
  });
  const workload = { id: crypto.randomUUID(), name: "billing", kind: "service", source: "person", createdBy: by, createdAt: now, changedAt: now } as const;
  await owner.workload.create({ data: workload });
  // a sighting's link is the credential's own
  await owner.tokenWorkload.create({ data: { tokenId: elsewhere.id, workloadId: workload.id, basis: "observed", setBy: "process:collector", setAt: now } });
  await owner.workloadDestination.create({
    data: { id: crypto.randomUUID(), workloadId: workload.id, destination: "ledger", tokenId: further.id, basis: "declared", setBy: by, setAt: now },
  });
  await owner.token.updateMany({ where: { id: { in: [id, further.id] } }, data: { parentKey: "signing-key-1" } });

  const page = await tokenPage(as("auditor"), id);
  expect(page.owner).toMatchObject({ said: { by: "Ben Ortiz" }, purpose: "Bills.", purposeSaid: { by: "the collector" } });
  expect(page.sightings).toMatchObject([
    { id, speaks: true },
    { id: elsewhere.id, connection: { name: "github" }, speaks: false },
  ]);
  expect(page.siblings).toMatchObject({ key: "signing-key-1", count: 1, tokens: [{ id: further.id }] });
  expect(page.dependencies.workloads).toMatchObject([
    {
      name: "billing",
      edge: { basis: "observed", by: "the collector", person: false },
      destinations: [{ name: "ledger", edge: { basis: "declared", by: "Ben Ortiz", person: true }, token: { id: further.id, workloads: 0 } }],
    },
  ]);
  expect((await tokenPage(as("auditor"), further.id)).dependencies.reachedFrom).toMatchObject([{ workload: { name: "billing" }, destination: "ledger" }]);
  expect((await tokenPage(as("auditor"), elsewhere.id)).mergedInto).toMatchObject({ id });
  expect((await tokenPage(as("token_owner"), id)).audit).toBeNull();
});

test("an unknown token is not found, and a stranger sees none", async () => {
  await expect(tokenPage(as("auditor"), "00000000-0000-4000-8000-00000000dead")).rejects.toMatchObject({ name: "NotFound" });
  await expect(tokenPage(database.context("web"), id)).rejects.toMatchObject({ name: "Forbidden" });
});

test("where it was found stands on its page, under whichever of its rows it was matched", async () => {
  const scanned = found(database.as("owner"), () => database.clock.now());
  const make = facts(database.as("owner"), () => database.clock.now());
  const sourceId = (await scanned.source()).id;
  const { id: elsewhere } = await make.token((await make.connection()).id, { mergedInto: id });
  await scanned.exposure({ tokenId: elsewhere, severity: "high" }, [{ sourceId, path: "later.ts" }]);
  await scanned.exposure({ tokenId: id, severity: "critical", matchedBy: "sha256" }, [{ sourceId, path: "first.ts", line: 3 }]);
  await scanned.exposure({}, [{ sourceId }]);
  const { exposures } = await tokenPage(as("auditor"), id);
  expect(exposures).toMatchObject([
    { severity: "critical", place: { path: "first.ts", line: 3 }, token: { id, link: "listed" } },
    { severity: "high", token: { id, link: "listed" } },
  ]);
});

test.each([
  [{ effect: "dead", proof: { basis: "refused" } }, "dead", "Proven dead: the token itself was refused"],
  [{ effect: "dead", proof: { basis: "record" } }, "dead", "Proven dead: its system’s own record says so"],
  [{ effect: "dead", proof: { basis: "absent" }, result: "already_gone" }, "dead", "Proven dead: its system no longer listed it"],
  [{ effect: "dead" }, "dead", "Proven dead"],
  [{ effect: "disabled", proof: { basis: "record" } }, "disabled", "Proven disabled: its system’s own record says so"],
  [{ effect: "shortened", proof: { basis: "record" } }, "active", "Proven shortened: its system’s own record says so"],
] as const)("what a proof proves, and what it rests on, is said alike on its page and its life line: %j", async (proven, state, words) => {
  const make = facts(database.as("owner"), () => database.clock.now());
  const requester = await make.person();
  const token = await make.token((await make.connection()).id);
  const { requestId } = await make.execution(token, requester.id, { status: "proven", actedAt: database.clock.now(), ...proven });
  await database.as("owner").requestTarget.create({ data: { requestId, tokenId: token.id, digest: token.id, position: 0 } });
  const page = await tokenPage(as("auditor"), token.id);
  expect(page.row.state).toBe(state);
  expect(page.proof && proofWords(page.proof.effect, page.proof.basis)).toBe(state === "active" ? null : words);
  const told = page.life.map(({ what }) => what);
  expect(told).toContain(words);
  expect(told).toContain({ dead: "Revocation requested", disabled: "Disabling requested", shortened: "Shortening requested" }[proven.effect]);
  expect(told.some((what) => what.startsWith("Gone already"))).toBe("result" in proven);
  expect(told.filter((what) => what.includes("dead"))).toHaveLength(proven.effect === "dead" ? 1 : 0);
});
