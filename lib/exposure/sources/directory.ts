import { closeSync, constants, fstatSync, opendirSync, openSync, readSync, type Stats } from "node:fs";
import path from "node:path";
import { Budget } from "./budget";
import { contentOf } from "./content";
import type { About, Entry, Sourced, Unreadable } from "./piece";

/** A file is read in such stretches: most are read in one. */
const stretch = 1024 * 1024;
/** Repositories are looked through by git itself. */
const passedOver = new Set([".git"]);

/** Every file below a folder, in the order in which the system lists them. Links are counted, not followed. */
export async function* directory(top: string, about: About): AsyncGenerator<Sourced> {
  for (const found of walk(top, "")) {
    if ("unreadable" in found) yield found;
    else yield* file(path.join(top, found.path), found.path, about);
  }
}

/** Every file below a folder as an entry; what can't be opened is left out, and told by {@link unopened}. */
export async function* directoryEntries(top: string): AsyncGenerator<Entry & { size: number }> {
  for (const found of walk(top, "")) {
    const opened = "path" in found ? open(path.join(top, found.path)) : null;
    if (!opened || typeof opened === "string" || !("path" in found)) continue;
    try {
      yield { path: found.path, at: null, size: opened.stats.size, bytes: bytesOf(opened.descriptor, opened.stats.size), file: path.join(top, found.path) };
    } finally {
      closeSync(opened.descriptor);
    }
  }
}

/** What below a folder can't be opened, with its reason. */
export function* unopened(top: string): Generator<{ unreadable: Unreadable }> {
  for (const found of walk(top, "")) {
    const opened = "path" in found ? open(path.join(top, found.path)) : null;
    if ("unreadable" in found) yield found;
    else if (typeof opened === "string") yield { unreadable: { path: found.path, reason: opened, detail: null } };
    else if (opened) closeSync(opened.descriptor);
  }
}

/** One file, and what lies in it where it is an archive; `name` is what it is called in what was found. */
export async function* file(at: string, name: string, about: About): AsyncGenerator<Sourced> {
  const opened = open(at);
  if (typeof opened === "string") return yield { unreadable: { path: name, reason: opened, detail: null } };
  const { descriptor, stats } = opened;
  try {
    yield* contentOf({ path: name, at: null, bytes: bytesOf(descriptor, stats.size), file: at }, about, new Budget(stats.size));
  } finally {
    closeSync(descriptor);
  }
}

/** What stands below a folder: files, and what can't be looked at. */
export function* walk(
  top: string,
  below: string,
): Generator<{ path: string } | { unreadable: { path: string; reason: "not_allowed" | "vanished" | "link" | "special"; detail: null } }> {
  let folder: ReturnType<typeof opendirSync>;
  try {
    folder = opendirSync(path.join(top, below));
  } catch (error) {
    yield { unreadable: { path: below || ".", reason: faultOf(error), detail: null } };
    return;
  }
  try {
    for (let entry = folder.readSync(); entry; entry = folder.readSync()) {
      const name = path.join(below, entry.name);
      if (entry.isDirectory()) {
        if (!passedOver.has(entry.name)) yield* walk(top, name);
      } else if (entry.isFile()) yield { path: name };
      else yield { unreadable: { path: name, reason: entry.isSymbolicLink() ? "link" : "special", detail: null } };
    }
  } finally {
    folder.closeSync();
  }
}

function open(at: string): { descriptor: number; stats: Stats } | "not_allowed" | "vanished" | "link" | "special" {
  try {
    // a pipe would wait for a writer, a link could lead anywhere
    const descriptor = openSync(at, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const stats = fstatSync(descriptor);
    if (stats.isFile()) return { descriptor, stats };
    closeSync(descriptor);
    return "special";
  } catch (error) {
    return faultOf(error);
  }
}

function faultOf(error: unknown): "not_allowed" | "vanished" | "link" | "special" {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM") return "not_allowed";
  if (code === "ENOENT" || code === "ENOTDIR") return "vanished";
  if (code === "ELOOP") return "link";
  if (code === "ENXIO" || code === "EIO" || code === "ENODEV") return "special";
  throw error;
}

/** Read at once where it is small: this runs in a process of its own, which has nothing else to do meanwhile. */
async function* bytesOf(descriptor: number, size: number): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(Math.min(stretch, size + 1));
  for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer)) {
    yield Buffer.from(buffer.subarray(0, read));
    if (read < buffer.length && size <= read) return;
  }
}
