import path from "node:path";
import type { Command } from "commander";
import { invalidInput } from "../../lib/core/errors";
import { createKeyFile, type OpenedKey, openKeyFile, readPassphrase } from "../../lib/signatures/key-file";
import { keyFingerprint } from "../../lib/signatures/key-fingerprint";
import { enrolKey } from "../../lib/trust/enrol-key";
import { askHidden } from "./ask";
import { offline, onHost } from "./command";
import { findPerson } from "./find-person";

interface PassphraseOptions {
  passphraseFile?: string;
}

/** Opens a key file as the options say; asks for its passphrase on the terminal otherwise. */
export function openKey(file: string, { passphraseFile }: PassphraseOptions): Promise<OpenedKey> {
  const instead = "Add --passphrase-file FILE.";
  return openKeyFile(file, () => (passphraseFile ? readPassphrase(passphraseFile) : askHidden(`Passphrase of ${file}: `, instead)));
}

async function newPassphrase(options: PassphraseOptions & { passphrase?: boolean }): Promise<string | null> {
  if (options.passphraseFile) return readPassphrase(options.passphraseFile);
  if (!options.passphrase) return null;
  const instead = "Use --passphrase-file FILE.";
  const [first, again] = [await askHidden("New passphrase: ", instead), await askHidden("Again: ", instead)];
  if (first !== again) throw invalidInput("The two differ. Nothing was written; try again.");
  if (first.length < 12) throw invalidInput("Use at least 12 characters: whoever finds the file can try without limit.");
  return first;
}

/** `countersign key …`: file keys, for places without passkeys. */
export function keyCommands(program: Command): void {
  const key = program.command("key").description("file keys, for signing where there are no passkeys");
  key
    .command("create <file>")
    .description("make an Ed25519 key and write it to FILE, readable by you alone; needs no running Countersign")
    .option("--name <name>", "how people recognise it (default: the file's name)")
    .option("--passphrase", "seal it with a passphrase, asked for on the terminal")
    .option("--passphrase-file <file>", "seal it with the passphrase in this file")
    .action(
      offline(async (_command, file: string, options: PassphraseOptions & { name?: string; passphrase?: boolean }) => {
        const { id, publicKey, name } = await createKeyFile(file, options.name ?? path.basename(file), await newPassphrase(options));
        const fingerprint = keyFingerprint(publicKey);
        return {
          json: { file, id, name, publicKey, fingerprint },
          text: `${file} holds a new key. Its fingerprint:\n  ${fingerprint}\nNext, on the host: countersign key enrol ${file} --person you@example.com`,
        };
      }),
    );
  key
    .command("enrol <file>")
    .description("register a file key as a person's; an administrator must then sign it (as the database role signer)")
    .requiredOption("--person <who>", "e-mail address, user name or id")
    .option("--name <name>", "how people recognise it (default: the name in the file)")
    .option("--passphrase-file <file>", "the key's passphrase")
    .action(
      onHost("signer", async ({ ctx, running }, file: string, options: PassphraseOptions & { person: string; name?: string }) => {
        const opened = await openKey(file, options);
        const person = await findPerson(ctx.db, options.person);
        const { id, publicKey } = opened;
        const { digest } = await enrolKey(ctx, { person: person.id, key: { id, publicKey, kind: "ed25519" }, name: options.name ?? opened.name });
        const fingerprint = keyFingerprint(publicKey);
        const next = running.sample
          ? "Sample trust signs it by itself, within seconds."
          : `Next, an administrator signs it: countersign sign ${digest.slice(0, 16)} --key THEIRS, or ${running.origins.signer}/trust/${digest}\nIf it is the first administrator's: countersign trust pin`;
        return {
          json: { key: id, person: person.id, fingerprint, statement: digest },
          text: `The key is registered as ${person.displayName}'s. Its fingerprint:\n  ${fingerprint}\n${next}`,
        };
      }),
    );
}
