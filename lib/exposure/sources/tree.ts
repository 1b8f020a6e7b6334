import { createReadStream, type Stats } from "node:fs";
import { Budget } from "./budget";
import { directoryEntries } from "./directory";
import { gunzipped } from "./gzip";
import { headOf } from "./head-of";
import type { Entry } from "./piece";
import { tarEntries } from "./tar";
import { isZip, zipEntries } from "./zip";

/** A file of an export, and what it may unpack to. */
export type TreeEntry = Entry & { budget: Budget; size?: number };

/** The files of an export, a folder or a zip; may be asked for more than once. */
export type Tree = () => AsyncIterable<TreeEntry>;

/** The files of a folder, or of a zip or tar on disk, the tar packed or not. */
export function treeOf(at: string, stats: Pick<Stats, "size" | "isDirectory">): Tree {
  return async function* () {
    if (stats.isDirectory()) {
      for await (const entry of directoryEntries(at)) yield { ...entry, budget: new Budget(entry.size) };
      return;
    }
    const budget = new Budget(stats.size);
    const entries = isZip(headOf(at)) ? zipEntries(at, budget) : tarEntries(unpacked(at, budget), budget);
    for await (const entry of entries) yield { ...entry, budget };
  };
}

/** The files of a zip, wherever it is held; `size` is its own, packed. */
export function treeOfZip(archive: string | Buffer, size: number): Tree {
  return async function* () {
    const budget = new Budget(size);
    for await (const entry of zipEntries(archive, budget)) yield { ...entry, budget };
  };
}

function unpacked(at: string, budget: Budget): AsyncIterable<Uint8Array> {
  const head = headOf(at);
  return head[0] === 0x1f && head[1] === 0x8b ? gunzipped(createReadStream(at), budget) : createReadStream(at);
}
