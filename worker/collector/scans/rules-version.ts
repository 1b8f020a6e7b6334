import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { ScanRules } from "../../../lib/exposure/rules/scan-rules";
import { readsZstd } from "../../../lib/exposure/sources/zstd";

/** What is looked for, and how what stands there is read. */
const folders = ["../../../lib/detection/secrets", "../../../lib/exposure/sources"].map((at) => fileURLToPath(new URL(at, import.meta.url)));
let known: Buffer | undefined;

/** Tells one detection from another: what was looked through by another one is looked through again. A digest of its own source, readers included, of the rules of one's own, of what is off, and of what this Node can unpack. */
export function rulesVersion({ own, off }: ScanRules): string {
  known ??= ofSources();
  const rules = own.map(({ kind, rule, excludedChannels }) => ({ kind, rule, excludedChannels }));
  return createHash("sha256")
    .update(known)
    .update(JSON.stringify([rules, [...off].sort(), { readsZstd }]))
    .digest("hex");
}

function ofSources(): Buffer {
  const digest = createHash("sha256");
  for (const folder of folders) {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts") && !/\.test\.ts$|testkit/.test(name));
    for (const name of files.sort()) digest.update(`${name}\n`).update(readFileSync(path.join(folder, name)));
  }
  return digest.digest();
}
