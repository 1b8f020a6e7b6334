import { readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { mirrorFolder } from "./mirror-folder";

/** Ends the name of a mirror that is being deleted. */
const aside = ".gone";

/** Takes a mirror out of the way in one step: whoever looks for it finds all of it, or nothing, and never one that is half deleted. */
export const setAside = (home: string, sourceId: string): Promise<void> => {
  const folder = mirrorFolder(home, sourceId);
  return rename(folder, `${folder}${aside}`);
};

/** Deletes all that was set aside. */
export async function clearAside(home: string): Promise<void> {
  const folder = path.dirname(mirrorFolder(home, ""));
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name.endsWith(`.git${aside}`)) await rm(path.join(folder, name), { recursive: true, force: true });
}
