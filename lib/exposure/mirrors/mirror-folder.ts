import { lstat, mkdir, readdir, rm, statfs } from "node:fs/promises";
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

export const removeMirror = (home: string, sourceId: string): Promise<void> => rm(mirrorFolder(home, sourceId), { recursive: true, force: true });

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

async function clearLeftovers(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const left = entries.filter((entry) => entry.isFile() && (entry.name.endsWith(".lock") || entry.name.startsWith("tmp_") || entry.name === "gc.pid"));
  await Promise.all(left.map(({ parentPath, name }) => rm(path.join(parentPath, name), { force: true })));
}

/** Bytes that a folder takes on disk, as far as they can be seen while somebody writes there. */
export async function sizeOnDisk(folder: string): Promise<number> {
  const blocks = async (at: string) => (await lstat(at).catch(() => null))?.blocks ?? 0;
  let total = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const at = path.join(folder, entry.name);
    total += (await blocks(at)) * 512 + (entry.isDirectory() ? await sizeOnDisk(at) : 0);
  }
  return total;
}

/** Bytes that are free where a folder lies. */
export async function freeOnDisk(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
