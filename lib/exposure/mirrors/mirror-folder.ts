import { lstat, mkdir, opendir, readdir, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { askGit } from "../sources/git-command";
import { SourceFault } from "../sources/piece";

/** Where the mirrors lie in the collector's own folder. */
const mirrorsIn = (home: string): string => path.join(home, "mirrors");

/** Where the mirror of a source lies. Only whoever works on a run of that source writes there. */
export const mirrorFolder = (home: string, sourceId: string): string => path.join(mirrorsIn(home), `${sourceId}.git`);

/** The sources of which a mirror lies there. */
export async function keptMirrors(home: string): Promise<string[]> {
  const names = await readdir(mirrorsIn(home)).catch(() => []);
  return names.flatMap((name) => /^([0-9a-f-]{36})\.git$/.exec(name)?.[1] ?? []);
}

/** A bare repository in its folder, made anew where there is none, or none that git takes for one. What a git that was killed left behind is cleared away. */
export async function prepareMirror(folder: string, address: string): Promise<void> {
  if (await isMirror(folder)) return clearLeftovers(folder);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await askGit(folder, ["init", "--quiet", "--bare", "--template=", "--initial-branch=main", "."]);
  // of this, pages of lines are derived; it is fetched by the address that the source has
  await askGit(folder, ["--git-dir=.", "config", "remote.origin.url", address]);
}

async function isMirror(folder: string): Promise<boolean> {
  // named, for git would look for one in the folders above
  const said = await askGit(folder, ["--git-dir=.", "rev-parse", "--is-bare-repository"]).catch((error: unknown) => {
    if (error instanceof SourceFault) return Buffer.alloc(0);
    throw error;
  });
  return said.toString().trim() === "true";
}

/**
 * Clears away what a git that was killed left behind: locks, and among the objects what was not written to its end or is held for a fetch that is over. A
 * branch may be called as any of these but a lock. Nobody else may work there.
 */
export async function clearLeftovers(folder: string): Promise<void> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) => entry.isFile());
  const names = new Set(files.map(({ parentPath, name }) => path.join(parentPath, name)));
  const objects = path.join(folder, "objects");
  const isLeft = (at: string): boolean => {
    if (at.endsWith(".lock") || at === path.join(folder, "gc.pid")) return true;
    if (!at.startsWith(objects + path.sep)) return false;
    const { dir, name, ext } = path.parse(at);
    if (/^\.?tmp[_-]/.test(name) || ext === ".keep") return true;
    // one without its index, or the other way round, is no pack
    return name.startsWith("pack-") && ![".pack", ".idx"].every((part) => names.has(path.join(dir, name + part)));
  };
  for (const at of names) if (isLeft(at)) await rm(at, { force: true });
}

/** The same after a fetch that failed; a mirror that is larger than it may be is removed. */
export async function clearMirror(folder: string, mostBytes: number): Promise<void> {
  await clearLeftovers(folder);
  const { bytes } = await sizeOnDisk(folder);
  if (bytes > mostBytes) await rm(folder, { recursive: true, force: true });
}

/** What a folder takes on disk, in bytes and in files and folders, as far as that can be seen while somebody writes there. No more is counted once those are more than `most`. */
export async function sizeOnDisk(folder: string, most = Number.POSITIVE_INFINITY): Promise<{ bytes: number; entries: number }> {
  const size = { bytes: 0, entries: 0 };
  const open = [folder];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const entries = await opendir(at).catch(() => null);
    if (!entries) continue;
    for await (const entry of entries) {
      if (++size.entries > most) return size;
      const one = path.join(at, entry.name);
      size.bytes += ((await lstat(one).catch(() => null))?.blocks ?? 0) * 512;
      if (entry.isDirectory()) open.push(one);
    }
  }
  return size;
}

/** What is free where a folder lies: bytes, and files that can still be made, as far as its file system counts those. */
export async function freeOnDisk(folder: string): Promise<{ bytes: number; entries: number }> {
  const { bavail, bsize, files, ffree } = await statfs(folder);
  return { bytes: bavail * bsize, entries: files === 0 ? Number.POSITIVE_INFINITY : ffree };
}
