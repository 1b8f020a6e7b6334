import { randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { createFileKeyPair } from "../../lib/signatures/file-key";
import { placeFile } from "./place-file";
import { PlainError } from "./plain-error";

const word = z.string().min(20);

/** What the supervisor alone knows: `<data>/supervisor/secrets.json`, mode 0600. Each process gets its own share of it and no more. */
export const Secrets = z.object({
  deployment: z.uuid(),
  superuserPassword: word,
  rolePasswords: z.object({ owner: word, web: word, signer: word, collector: word, executor: word }),
  nextAuthSecret: word,
  pepper: z.object({ current: z.int().positive(), peppers: z.record(z.string(), word) }),
  /** the sample's own directory and live systems */
  demo: z.object({ databasePassword: word, scimToken: word, adminPassword: word }),
  /** root key of the sample; unused in one's own organisation */
  sampleRoot: z.object({ person: z.uuid(), id: z.string(), publicKey: z.string(), privateKey: z.string() }),
});
export type Secrets = z.infer<typeof Secrets>;

/** Reads the secrets of a data folder, or makes them at its first start. */
export async function loadOrCreateSecrets(folder: string): Promise<Secrets> {
  const home = path.join(folder, "supervisor");
  const file = path.join(home, "secrets.json");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) {
    const made = create();
    await placeFile(home, "secrets.json", JSON.stringify(made, null, 2));
    return made;
  }
  try {
    return Secrets.parse(JSON.parse(text));
  } catch {
    throw new PlainError(`${file} can't be read as it was written. Restore it from a backup; without it the database in ${folder} can't be opened.`);
  }
}

function create(): Secrets {
  const secret = () => randomBytes(24).toString("base64url");
  return {
    deployment: randomUUID(),
    superuserPassword: secret(),
    rolePasswords: { owner: secret(), web: secret(), signer: secret(), collector: secret(), executor: secret() },
    nextAuthSecret: secret(),
    pepper: { current: 1, peppers: { "1": randomBytes(32).toString("base64") } },
    demo: { databasePassword: secret(), scimToken: secret(), adminPassword: secret() },
    sampleRoot: { person: randomUUID(), ...createFileKeyPair() },
  };
}
