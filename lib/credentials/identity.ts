import { randomBytes } from "node:crypto";
import { link, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { readPrivateFile } from "./private-file";

export interface SealingIdentity {
  /** `AGE-SECRET-KEY-1…`: opens what is sealed to the recipient; never leaves the process */
  identity: string;
  /** `age1…`: public, others seal to it */
  recipient: string;
}

const fileName = "age-identity.txt";

/** The process's own sealing identity from `<home>/age-identity.txt` (0600), made at the first call. Two first callers get the same one. */
export async function loadOrCreateIdentity(home: string): Promise<SealingIdentity> {
  const file = path.join(home, fileName);
  const found = await read(file);
  if (found) return found;
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, `${await generateX25519Identity()}\n`, { mode: 0o600, flag: "wx" });
  try {
    // A link fails where a file stands, so a half-written or second identity can never take the place of the first.
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await read(file);
  if (!made) throw new Error(`${file} vanished while it was being made. Start again.`);
  return made;
}

/**
 * The recipient of the process whose folder this is, for sealing to it from its own host; null as long as it has made no identity.
 * Makes none itself: a file of the caller's user would be one that the process can't read. Throws when the file is open to others or damaged.
 */
export async function readRecipient(home: string): Promise<string | null> {
  return (await read(path.join(home, fileName)))?.recipient ?? null;
}

async function read(file: string): Promise<SealingIdentity | null> {
  let text: string;
  try {
    text = await readPrivateFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  // age-keygen writes comment lines above the key; take its files too
  const identity = text
    .split("\n")
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#"));
  try {
    return { identity: identity ?? "", recipient: await identityToRecipient(identity ?? "") };
  } catch {
    throw new Error(
      `${file} holds no age identity. Restore it from a backup; if there is none, remove the file, start again and seal each connection's credential anew.`,
    );
  }
}
