import { readFile, writeFile } from "node:fs/promises";
import { armor, Decrypter, Encrypter } from "age-encryption";
import { z } from "zod";
import { conflict, invalidInput, notFound } from "../core/errors";
import { readPrivateFile } from "../credentials/private-file";
import { createFileKeyPair, type FileKeyPair } from "./file-key";
import { fileKeyId } from "./key-fingerprint";

const base = { version: z.literal(1), kind: z.literal("ed25519"), id: z.string(), publicKey: z.string(), name: z.string() };
/** A file key at rest: private half in the open (0600), or sealed with a passphrase by age. */
const KeyFile = z.union([z.strictObject({ ...base, privateKey: z.string() }), z.strictObject({ ...base, sealed: z.string() })]);
type KeyFile = z.infer<typeof KeyFile>;

export interface OpenedKey extends FileKeyPair {
  name: string;
}

/** Makes a new Ed25519 key and writes it to `file`, readable by its owner alone. Throws Conflict rather than write over anything. */
export async function createKeyFile(file: string, name: string, passphrase: string | null): Promise<OpenedKey> {
  const { privateKey, ...pair } = createFileKeyPair();
  const open = { version: 1 as const, kind: "ed25519" as const, ...pair, name };
  const content: KeyFile = passphrase === null ? { ...open, privateKey } : { ...open, sealed: await sealWith(passphrase, privateKey) };
  try {
    await writeFile(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EEXIST") throw conflict(`${file} exists already and was left as it is. Choose another name.`);
    throw invalidInput(`${file} can't be written (${code}). Choose a place of your own.`);
  }
  return { ...pair, privateKey, name };
}

/** Reads a key file; asks for the passphrase where it has one. Throws NotFound or InvalidInput with what to do. */
export async function openKeyFile(file: string, passphrase: () => Promise<string>): Promise<OpenedKey> {
  const content = await parseKeyFile(file);
  const privateKey = "sealed" in content ? await openWith(await passphrase(), content.sealed) : content.privateKey;
  const { id, publicKey, name } = content;
  if (fileKeyId(publicKey) !== id) throw invalidInput(`${file} is damaged: its id does not belong to its public key. Restore it from a backup.`);
  return { id, publicKey, privateKey, name };
}

/** Reads a passphrase from a file, without its line end. */
export const readPassphrase = async (file: string): Promise<string> => (await readFile(file, "utf8")).replace(/\r?\n$/, "");

async function parseKeyFile(file: string): Promise<KeyFile> {
  let text: string;
  try {
    text = await readPrivateFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw notFound(`The key file ${file}`);
    throw invalidInput(error instanceof Error ? error.message : `${file} can't be read.`);
  }
  try {
    return KeyFile.parse(JSON.parse(text));
  } catch {
    throw invalidInput(`${file} is no key file. Make one with: countersign key create FILE`);
  }
}

async function sealWith(passphrase: string, privateKey: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return armor.encode(await encrypter.encrypt(privateKey));
}

async function openWith(passphrase: string, sealed: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(armor.decode(sealed), "text");
  } catch {
    throw invalidInput("The passphrase does not open this key. Try again.");
  }
}
