import type { Stats } from "node:fs";
import { Budget } from "./budget";
import { directoryEntries } from "./directory";
import type { Entry } from "./piece";
import { zipEntries } from "./zip";

/** A file of an export, and what it may unpack to. */
export type TreeEntry = Entry & { budget: Budget };

/** The files of an export, a folder or a zip; may be asked for more than once. */
export type Tree = () => AsyncIterable<TreeEntry>;

/** The files of a folder, or of a zip on disk. */
export function treeOf(at: string, stats: Pick<Stats, "size" | "isDirectory">): Tree {
  return async function* () {
    if (stats.isDirectory()) {
      for await (const entry of directoryEntries(at)) yield { ...entry, budget: new Budget(entry.size) };
      return;
    }
    const budget = new Budget(stats.size);
    for await (const entry of zipEntries(at, budget)) yield { ...entry, budget };
  };
}
