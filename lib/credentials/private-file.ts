import { open } from "node:fs/promises";

/**
 * Reads a file that holds secrets, as text. Throws when it is missing, no plain file, or readable by anyone but its owner:
 * a secret that others could read is not one, and going on in silence would hide that.
 */
export async function readPrivateFile(file: string): Promise<string> {
  const handle = await open(file, "r");
  try {
    const info = await handle.stat();
    if (!info.isFile()) throw new Error(`${file} is not a plain file. Put the file itself there.`);
    if (process.platform !== "win32" && (info.mode & 0o077) !== 0) throw new Error(`${file} can be read by others. Run: chmod 600 ${file}`);
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}
