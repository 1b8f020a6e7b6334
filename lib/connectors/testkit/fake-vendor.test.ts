import { spawn } from "node:child_process";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Page, TokenSighting } from "../contract";
import { targetOf } from "../target";
import { fakeReadConnector } from "./fake-connector/read";
import { fakeRevoker } from "./fake-connector/revoke";
import { FakeVendor } from "./fake-vendor";
import { keptLog, openForTest, testPepper } from "./open";

let vendor: FakeVendor;
let elsewhere: FakeVendor;
beforeAll(async () => {
  [vendor, elsewhere] = await Promise.all([FakeVendor.start(), FakeVendor.start()]);
  await vendor.addTokens(Array.from({ length: 60 }, () => ({})));
});
beforeEach(() => vendor.misbehave());
afterAll(() => Promise.all([vendor.close(), elsewhere.close()]));

const pepper = testPepper();
const { log } = keptLog();
const open = (totalMilliseconds = 300) =>
  openForTest({
    origin: vendor.origin,
    credential: { managementKey: vendor.managementKey, controlSecret: vendor.controlSecret },
    log,
    pepper,
    limits: { totalMilliseconds, retries: 2 },
  });
const fence = (idempotencyKey: string) => ({ execution: "e", fence: 1n, idempotencyKey });

async function list(): Promise<Page<TokenSighting> & { pages: number }> {
  const { reader } = fakeReadConnector;
  if (!reader) throw new Error("no reader");
  const all: Page<TokenSighting> & { pages: number } = { items: [], rejected: [], next: null, expected: null, pages: 0 };
  for (let cursor: string | null | undefined; cursor !== null; all.pages++) {
    const page: Page<TokenSighting> = await reader.listTokens(open(), cursor ?? null);
    all.items.push(...page.items);
    all.rejected.push(...page.rejected);
    all.expected = page.expected;
    cursor = page.next;
  }
  return all;
}
async function fresh() {
  const token = await vendor.addToken({ environment: "production", level: "admin", creator: "acc_000001" });
  const described = await fakeRevoker.describe(open(), {
    class: "api_key",
    handle: { id: token.id },
    name: token.name,
    creator: null,
    created: null,
    scopes: [],
    environment: null,
    fingerprint: null,
  });
  if (described.kind !== "described") throw new Error("not described");
  return {
    token,
    target: described.target,
    probe: (effect: "dead" | "disabled" = "dead") => fakeRevoker.probe(open(), described.target, token.secret, effect),
  };
}

test("it pages, and is read whole through two 429s", async () => {
  await vendor.misbehave({ kind: "rate_limited", on: "tokens", times: 2, retryAfterSeconds: 0 });
  const { items, expected, pages } = await list();
  expect([items.length, expected, pages]).toEqual([60, 60, 2]);
});

test("a partial page shows in the vendor's own total; malformed rows are counted; half an answer is a fault", async () => {
  await vendor.misbehave({ kind: "partial_page", on: "tokens" });
  const partial = await list();
  expect(partial.items.length).toBeLessThan(partial.expected ?? 0);
  await vendor.misbehave({ kind: "malformed_rows", on: "tokens" });
  const malformed = await list();
  expect(malformed.rejected.length).toBe(30);
  expect(new Set(malformed.rejected.map(({ field }) => field))).toEqual(new Set(["id", "name", "created_at"]));
  await vendor.misbehave({ kind: "truncated", on: "tokens" });
  await expect(list()).rejects.toMatchObject({ kind: "shape" });
  await vendor.misbehave({ kind: "slow_drip", on: "tokens" });
  await expect(list()).rejects.toMatchObject({ kind: "timeout" });
});

test("a next-page link or a redirect to another host takes no credential there", async () => {
  await vendor.misbehave({ kind: "next_elsewhere", on: "tokens", origin: elsewhere.origin });
  await expect(list()).rejects.toMatchObject({ kind: "left_origin" });
  await vendor.misbehave({ kind: "redirect", on: "tokens", location: `${elsewhere.origin}/v1/tokens` });
  await expect(list()).rejects.toMatchObject({ kind: "left_origin" });
  expect(await elsewhere.requests()).toEqual([]);
});

test("success that is none: it says 200, does nothing, and the probe knows", async () => {
  const { target, token, probe } = await fresh();
  await vendor.misbehave({ kind: "hollow_success", on: "revoke" });
  expect(await fakeRevoker.apply(open(), "dead", target, fence("hollow"), null)).toMatchObject({ kind: "done" });
  expect(await probe()).toMatchObject({ kind: "alive", control: "accepted" });
  expect((await vendor.ledger()).filter((entry) => entry.token === token.id)).toMatchObject([
    { effect: null, misbehaviour: "hollow_success", idempotencyKey: "hollow" },
  ]);
});

test("success that is lost: it acts and never answers, and the ledger holds one effect after a second try", async () => {
  const { target, token, probe } = await fresh();
  await vendor.misbehave({ kind: "timeout_after_success", on: "revoke", times: 1 });
  expect(await fakeRevoker.apply(open(), "dead", target, fence("lost"), null)).toMatchObject({ kind: "unknown" });
  expect(await fakeRevoker.apply(open(), "dead", target, fence("lost"), null)).toMatchObject({ kind: "already_gone" });
  expect(await probe()).toMatchObject({ kind: "dead" });
  expect((await vendor.ledger()).filter((entry) => entry.token === token.id).map(({ effect }) => effect)).toEqual(["dead", null]);
});

test("eventual consistency: alive for a while after its own OK, then dead", async () => {
  const { target, probe } = await fresh();
  await vendor.misbehave({ kind: "eventual", on: "revoke", milliseconds: 400 });
  expect(await fakeRevoker.apply(open(), "dead", target, fence("eventual"), null)).toMatchObject({ kind: "done" });
  expect(await probe()).toMatchObject({ kind: "alive" });
  await expect.poll(async () => (await probe()).kind, { timeout: 5_000 }).toBe("dead");
});

test("a disabled token is disabled, and not dead", async () => {
  const { target, probe } = await fresh();
  expect(await fakeRevoker.apply(open(), "disabled", target, fence("disable"), null)).toMatchObject({ kind: "done" });
  expect(await probe("disabled")).toMatchObject({ kind: "dead", status: 403 });
  expect(await probe("dead")).toMatchObject({ kind: "unknown", status: 403 });
});

test("a door shut to all proves nothing, in whatever words", async () => {
  const { probe } = await fresh();
  for (const wrong of [
    { kind: "unauthorized_to_all", on: "use", inDeathShape: true },
    { kind: "unauthorized_to_all", on: "use" },
    { kind: "maintenance", on: "use" },
    { kind: "maintenance", on: "use", status: 200 },
    { kind: "ip_ban", on: "use" },
  ] as const) {
    await vendor.misbehave(wrong);
    expect(await probe()).toMatchObject({ kind: "unknown" });
  }
});

test("what is described carries reach and environment, so critical and standard targets can be told apart", async () => {
  const { target } = await fresh();
  expect(await fakeRevoker.describe(open(), target)).toMatchObject({ reach: { level: "high" }, target: { environment: "production", creator: "acc_000001" } });
  const [row] = (await list()).items;
  if (!row) throw new Error("none");
  expect(await fakeRevoker.describe(open(), targetOf(row))).toMatchObject({ kind: "described", target: targetOf(row), reach: { level: "limited" } });
});

test("as a process of its own it outlives a killed client and knows what happened", async () => {
  const own = await FakeVendor.spawn();
  try {
    const token = await own.addToken();
    await own.misbehave({ kind: "slow", on: "revoke", milliseconds: 10_000 });
    const script = `fetch("${own.origin}/v1/tokens/${token.id}", { method: "DELETE", headers: { authorization: "Bearer ${own.managementKey}" } })`;
    const client = spawn(process.execPath, ["-e", script], { stdio: "ignore" });
    await expect.poll(async () => (await own.ledger()).length, { timeout: 10_000 }).toBe(1);
    client.kill("SIGKILL");
    expect(await own.ledger()).toMatchObject([{ token: token.id, effect: "dead", misbehaviour: "slow" }]);
  } finally {
    await own.close();
  }
  expect(own.child?.exitCode).toBe(0);
});
