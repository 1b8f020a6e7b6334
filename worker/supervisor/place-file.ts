import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { RunAs } from "../../lib/processes/spawn-guarded";

/**
 * Puts a file (0600) into a folder that another user owns, for that user. The folder's owner may have laid links there:
 * a fresh name is created exclusively, so nothing is followed, and takes the final name whole.
 */
export async function placeFile(folder: string, name: string, content: string, owner?: RunAs): Promise<string> {
  const file = path.join(folder, name);
  const draft = path.join(folder, `.${name}.${randomBytes(6).toString("hex")}`);
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(content);
    if (owner) await handle.chown(owner.uid, owner.gid);
    await handle.sync();
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  return file;
}
