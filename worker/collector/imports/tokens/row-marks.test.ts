import { createSecretKey, hash } from "node:crypto";
import { expect, test } from "vitest";
import { fingerprint, type Pepper } from "../../../../lib/fingerprints/pepper";
import type { ImportRun } from "../parts";
import { RowMarks } from "./row-marks";

const header = ["id", "class", "owner", "secret"];
const run: ImportRun = {
  id: "run",
  kind: "tokens",
  source: "listing",
  connectionId: "connection",
  format: { form: "csv", delimiter: ",", quote: '"' },
  mapping: { id: "id", class: "class", owner: "owner", secret: "secret" },
  claim: "claim",
  position: 0,
  rowsDigest: null,
  startedBy: "test",
};
const pepper = (byte: number): Pepper => ({ current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, byte))]]) });
const cells = ["k1", "api_key", "ada", "canary-secret"];
const called = "ada\0";
const raw = "k1,api_key,ada,canary-secret\n";
const ada = { creatorId: null, ownerId: "ada-id", backupId: null, workloadId: null };
const mark = (more: Partial<ImportRun> = {}, columns = header, byte = 1) => new RowMarks(columns, { ...run, ...more }, pepper(byte)).learn(called, raw, ada);

test("a row has a mark once it is known whom it means", () => {
  const marks = new RowMarks(header, run, pepper(1));
  expect(marks.of(marks.names(cells), raw)).toBeNull();
  const first = marks.learn(marks.names(cells), raw, ada);
  expect(first).toMatch(/^[\w-]{16}$/);
  expect(marks.of(marks.names(cells), raw)).toBe(first);
  expect(marks.of(marks.names(cells), raw.replace("secret", "secrets"))).not.toBe(first);
  expect(marks.of(marks.names(["k1", "api_key", "grace", "canary-secret"]), raw)).toBeNull();
  expect(marks.learn(marks.names(cells), raw, { ...ada, ownerId: "grace-id" })).not.toBe(first);
});

test("it is another under another key, mapping, header, format or listing", () => {
  const others = [
    mark({}, header, 2),
    mark({ mapping: { ...run.mapping, name: "owner" } }),
    mark({}, ["id", "owner", "class", "secret"]),
    mark({ format: { form: "csv", delimiter: ";", quote: '"' } }),
    mark({ connectionId: "another" }),
  ];
  expect(new Set([mark(), ...others]).size).toBe(6);
  expect(mark({ mapping: Object.fromEntries(Object.entries(run.mapping).reverse()) })).toBe(mark());
});

test("no fingerprint of a text that somebody brings is the key of marks", () => {
  const mapping = Object.entries(run.mapping).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const reading of [1, 2]) {
    const about = JSON.stringify(["a row of an import", reading, run.connectionId, run.format, header, mapping]);
    for (const text of [about, hash("sha256", about), hash("sha256", about, "binary")]) {
      const key = fingerprint(pepper(1), text).value;
      expect(hash("sha256", `${key}${null}ada-id${null}${null}\n${raw}`, "base64url").slice(0, 16)).not.toBe(mark());
    }
  }
});
