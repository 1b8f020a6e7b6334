import { createHmac, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fingerprint, fingerprintMatches, loadPepper } from "./pepper";

const one = randomBytes(32).toString("base64");
const two = randomBytes(32).toString("base64");
const secret = "*:production.canary-3f9d1c";
let home: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "pepper-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function load(content: unknown, mode = 0o600) {
  await rm(path.join(home, "pepper.json"), { force: true });
  await writeFile(path.join(home, "pepper.json"), typeof content === "string" ? content : JSON.stringify(content), { mode });
  return loadPepper(home);
}

test("a fingerprint is HMAC-SHA256 under the current pepper", async () => {
  const pepper = await load({ current: 2, peppers: { "1": one, "2": two } });
  expect(fingerprint(pepper, secret)).toEqual({
    kind: "hmac_sha256",
    value: createHmac("sha256", Buffer.from(two, "base64")).update(secret).digest("hex"),
    pepperVersion: 2,
  });
});

test("a fingerprint made under an older pepper is still recognised; one under a lost pepper is not", async () => {
  const old = fingerprint(await load({ current: 1, peppers: { "1": one } }), secret);
  const both = await load({ current: 2, peppers: { "1": one, "2": two } });
  const renewed = await load({ current: 2, peppers: { "2": two } });
  expect(fingerprintMatches(both, secret, old)).toBe(true);
  expect(fingerprintMatches(both, secret, fingerprint(both, secret))).toBe(true);
  expect(fingerprintMatches(both, `${secret}x`, old)).toBe(false);
  expect(fingerprintMatches(both, secret, { kind: "sha256", value: old.value })).toBe(false);
  expect(fingerprintMatches(both, secret, { kind: "hmac_sha256", value: "" })).toBe(false);
  expect(fingerprintMatches(renewed, secret, old)).toBe(false);
});

test.each([
  ["not JSON", `{"current": 1, "peppers": {"1": "${one}"`],
  ["a key that is too short", { current: 1, peppers: { "1": Buffer.alloc(16).toString("base64") } }],
  ["a current version that is missing", { current: 2, peppers: { "1": one } }],
  ["a foreign field", { current: 1, peppers: { "1": one }, old: one }],
])("a file with %s is refused without showing its content", async (_name, content) => {
  const refused = await load(content).catch((error: Error) => error);
  expect(refused).toBeInstanceOf(Error);
  expect(String(refused)).toContain("pepper.json");
  expect(String(refused)).not.toContain(one);
});

test("a file that others can read is refused", async () => {
  await expect(load({ current: 1, peppers: { "1": one } }, 0o644)).rejects.toThrow(/chmod 600/);
});
