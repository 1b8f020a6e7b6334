import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot } from "./root.mjs";

/** One hash over files and folders (by path and content), relative to the checkout. What is missing counts as missing. */
export function hashOf(...parts) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${process.version.split(".")[0]}`);
  const visit = (relative) => {
    const entries = folder(inRoot(relative));
    if (entries) for (const name of entries.sort()) visit(path.join(relative, name));
    else hash.update(`\0${relative}\0`).update(content(inRoot(relative)) ?? "");
  };
  for (const part of parts) visit(part);
  return hash.digest("hex");
}

/** Does `work` unless the stamp file holds `hash` already; then writes it there. Returns whether there was anything to do. */
export async function unlessStamped(file, hash, work) {
  if (content(file)?.toString("utf8") === hash) return false;
  await work();
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, hash);
  return true;
}

function folder(at) {
  try {
    return readdirSync(at).filter((name) => name !== "node_modules" && name !== "generated" && !/\.test\.tsx?$/.test(name));
  } catch {
    return null;
  }
}

function content(at) {
  try {
    return readFileSync(at);
  } catch {
    return null;
  }
}
