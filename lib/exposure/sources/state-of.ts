import { createHash } from "node:crypto";
import { type BigIntStats, lstatSync } from "node:fs";
import path from "node:path";
import { walk } from "./directory";
import { gitFiles } from "./git";
import { gitHeads } from "./git-commits";
import { gitTags } from "./git-tags";
import { type Form, isBare } from "./open-source";

/** What stands at a place, without reading it. */
export interface State {
  /** changes whenever a file, or for repositories a branch, changed; the same digest, nothing new */
  digest: string;
  /** of a repository; else none */
  heads: string[];
}

/** How a source stands now: names, sizes and times of its files, and for a repository where its branches are. Throws SourceFault as git does, or what the signal was aborted with. */
export async function stateOf(at: string, form: Form, signal?: AbortSignal): Promise<State> {
  const digest = createHash("sha256").update(`${form}\n`);
  const heads = form === "git" ? await gitHeads(at, signal) : [];
  digest.update(`${heads.join(" ")}\n`);
  if (form === "git") for (const { id, name } of await gitTags(at, null, signal)) digest.update(`${id} ${name}\n`);
  if (form === "git") {
    if (!(await isBare(at))) for (const name of (await gitFiles(at)).sort()) digest.update(lineOf(path.join(at, name), name));
  } else if (lstatSync(at).isDirectory()) {
    const lines = [...walk(at, "")].map((found) => ("path" in found ? lineOf(path.join(at, found.path), found.path) : `${JSON.stringify(found.unreadable)}\n`));
    for (const line of lines.sort()) digest.update(line);
  } else digest.update(lineOf(at, ""));
  return { digest: digest.digest("hex"), heads };
}

function lineOf(at: string, name: string): string {
  let stats: BigIntStats | null = null;
  try {
    stats = lstatSync(at, { bigint: true });
  } catch {
    // gone meanwhile, or not to be looked at: that is its state
  }
  return `${JSON.stringify(name)} ${stats ? `${stats.mode} ${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}` : "-"}\n`;
}
