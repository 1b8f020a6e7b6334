import { readFile } from "node:fs/promises";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { beforeAll, expect, test } from "vitest";
import { type Envelope, envelopeDifferences, openEnvelope, sealEnvelope } from "./envelope";
import { sealText } from "./seal";

const canary = "user:canary-91fe20";
const envelope: Envelope = {
  version: 1,
  deployment: "0190f3a0-0000-7000-8000-000000000001",
  connection: "0190f3a0-0000-7000-8000-000000000002",
  vendor: "unleash",
  origin: "https://unleash.example.com",
  ca: null,
  credential: { apiToken: canary },
};
let ours: string;
let theirs: string;
let recipient: string;

beforeAll(async () => {
  ours = await generateX25519Identity();
  theirs = await generateX25519Identity();
  recipient = await identityToRecipient(ours);
});

test("what is sealed to a process opens there, and shows nothing before", async () => {
  const sealed = await sealEnvelope(recipient, envelope);
  expect(sealed).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
  expect(sealed).not.toContain(canary);
  expect(await openEnvelope(ours, sealed)).toEqual(envelope);
  expect(envelopeDifferences(await openEnvelope(ours, sealed), envelope)).toEqual([]);
});

test("another process's identity does not open it", async () => {
  await expect(openEnvelope(theirs, await sealEnvelope(recipient, envelope))).rejects.toMatchObject({ name: "Unsealable", reason: "not_ours" });
});

test.each([
  ["deployment", "0190f3a0-0000-7000-8000-0000000000ff"],
  ["connection", "0190f3a0-0000-7000-8000-0000000000ff"],
  ["vendor", "directus"],
  ["origin", "https://unleash.example.com.attacker.test"],
  ["ca", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"],
] as const)("a connection with another %s is noticed", (field, value) => {
  expect(envelopeDifferences(envelope, { ...envelope, [field]: value })).toEqual([field]);
});

test("garbage, damage and foreign content are refused without showing content", async () => {
  const sealed = await sealEnvelope(recipient, envelope);
  const lines = sealed.split("\n");
  const damaged = lines.map((line, at) => (at === lines.length - 4 ? line.replace(/[A-Z]/, (letter) => letter.toLowerCase()) : line)).join("\n");
  const cases = ["", "garbage", damaged, await sealText(recipient, canary), await sealText(recipient, JSON.stringify({ ...envelope, version: 2 }))];
  for (const text of cases) {
    const refused = await openEnvelope(ours, text).catch((error: Error) => error);
    expect(refused).toMatchObject({ name: "Unsealable", reason: "malformed" });
    expect(String(refused)).not.toContain(canary);
  }
});

test("sealing refuses what is no recipient or no envelope", async () => {
  await expect(sealEnvelope("age1nonsense", envelope)).rejects.toThrow();
  await expect(sealEnvelope(recipient, { ...envelope, deployment: "somewhere" })).rejects.toThrow();
});

test("the modules a browser needs import nothing of Node's", async () => {
  for (const name of ["envelope", "seal"]) expect(await readFile(new URL(`${name}.ts`, import.meta.url), "utf8")).not.toMatch(/from "(node:|\.\.\/)/);
});
