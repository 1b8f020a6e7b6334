import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const detection = fileURLToPath(new URL("../../../lib/detection/secrets", import.meta.url));
let known: string | undefined;

/** Tells one detection from another: what was looked through by another one is looked through again. A digest of its own source. */
export function rulesVersion(): string {
  if (known !== undefined) return known;
  const digest = createHash("sha256");
  const files = readdirSync(detection, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts") && !/\.test\.ts$|testkit/.test(name));
  for (const name of files.sort()) digest.update(`${name}\n`).update(readFileSync(path.join(detection, name)));
  known = digest.digest("hex");
  return known;
}
