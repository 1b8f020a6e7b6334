import { text } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { z } from "zod";
import { bindingOf } from "../../lib/connections/sealing";
import { storeCredential } from "../../lib/connections/store-credential";
import { credentialFields, vendorTitle } from "../../lib/connectors/catalog";
import type { CatalogField } from "../../lib/connectors/catalog-entry";
import { type Declared, declaredIn } from "../../lib/connectors/declarative/declared";
import { sha256 } from "../../lib/core/canonical";
import type { Queryable } from "../../lib/core/db";
import { conflict, invalidInput, notFound, unavailable } from "../../lib/core/errors";
import { type EnvelopeBinding, sealEnvelope } from "../../lib/credentials/envelope";
import { readRecipient } from "../../lib/credentials/identity";
import { type CredentialUse, sealedTo } from "../../lib/domain/credential-use";
import { ask, askHidden } from "./ask";
import { type Outcome, onHost } from "./command";
import type { Host } from "./context";
import { columns } from "./text";

interface SealOptions {
  for: CredentialUse;
  origin?: string;
}

/**
 * `countersign credential seal | recipient`: seals on the host, without a browser and so without a script that web serves.
 * As the database role web, which can add sealed text and read none back; the recipient comes from the process's own folder, never from the database.
 */
export function credentialCommands(program: Command): void {
  const credential = program.command("credential").description("seal credentials on this host, without a browser (as the database role web)");
  credential
    .command("recipient")
    .description("show to whom credentials are sealed, from the processes' own files: compare it with web's pages")
    .action(
      onHost("web", async (host) => {
        const json = { read: await recipientOn(host, "read"), revoke: await recipientOn(host, "revoke") };
        return {
          json,
          text: columns([
            { label: "For reading, the collector", value: json.read },
            { label: "For revoking, the executor", value: json.revoke },
          ]),
        };
      }),
    );
  credential
    .command("seal <connection>")
    .description("ask for a credential on the terminal, or take it as JSON from standard input, and seal it to the process that uses it")
    .addOption(new Option("--for <use>", "read (for the collector) or revoke (for the executor)").choices(["read", "revoke"]).makeOptionMandatory())
    .option("--origin <origin>", "the address that the credential is meant for; must be given where there is no terminal to read it on")
    .action(onHost("web", seal));
}

async function seal(host: Host, connection: string, { for: use, origin }: SealOptions): Promise<Outcome> {
  const { ctx } = host;
  const { id, name, settings } = await findConnection(ctx.db, connection);
  const binding = await bindingOf(ctx, id);
  const fields = fieldsOf(binding.vendor, use, declaredIn(binding.vendor, settings));
  const recipient = await recipientOn(host, use);
  agreeOnOrigin(binding, origin);
  process.stderr.write(`${said(name, binding, `${recipient} (the ${sealedTo[use]})`)}\n\n`);
  const credential = checked(fields, process.stdin.isTTY ? await typed(fields) : await piped());
  const sealed = await sealEnvelope(recipient, { version: 1, ...binding, credential });
  const { credentialId, syncRunId } = await storeCredential(ctx, { connectionId: id, use, sealed });
  const next = use === "read" ? "The collector reads the connection with it now." : "The executor uses it from the next revocation on.";
  return { json: { connection: id, use, recipient, credential: credentialId, syncRun: syncRunId }, text: `Sealed. ${next}` };
}

async function findConnection(db: Queryable, given: string): Promise<{ id: string; name: string; settings: unknown }> {
  const byId = z.uuid().safeParse(given).success ? [{ id: given }] : [];
  const connection = await db.connection.findFirst({ where: { OR: [{ name: given }, ...byId] }, select: { id: true, name: true, settings: true } });
  if (!connection) throw notFound(`A connection of the name or id ${given}`);
  return connection;
}

function fieldsOf(vendor: string, use: CredentialUse, declared: Declared | null): readonly CatalogField[] {
  const fields = credentialFields(vendor, use, declared);
  if (!fields) throw conflict(`A connection to ${vendorTitle(vendor, declared)} takes no credential for ${use === "read" ? "reading" : "revoking"}.`);
  return fields;
}

async function recipientOn(host: Host, use: CredentialUse): Promise<string> {
  const recipient = await readRecipient(host.home(sealedTo[use]));
  if (!recipient) throw unavailable(`The ${sealedTo[use]} has never run on this host, so there is nothing to seal to. Start it here, or run this on its host.`);
  return recipient;
}

/** Whoever can add connections could give one a familiar name and another address: somebody must have looked at where the credential goes. */
function agreeOnOrigin(binding: EnvelopeBinding, origin: string | undefined): void {
  if (origin === undefined && !process.stdin.isTTY)
    throw invalidInput("There is no terminal to show the connection's address on. Say with --origin for which address the credential is meant.");
  if (origin !== undefined && origin !== binding.origin)
    throw conflict(`The connection is at ${binding.origin}, not at ${origin}. Nothing was sealed. Connections lists what there is.`);
}

function said(name: string, { vendor, origin, ca }: EnvelopeBinding, to: string): string {
  return columns([
    { label: "Connection", value: `${name} (${vendor})` },
    { label: "Used at", value: origin },
    { label: "Certificate authority", value: ca === null ? "the system's" : `its own, SHA-256 of the PEM ${sha256(ca)}` },
    { label: "Sealed to", value: to },
  ]);
}

async function typed(fields: readonly CatalogField[]): Promise<Record<string, string>> {
  const given: Record<string, string> = {};
  for (const { name, label, help, secret, required } of fields) {
    process.stderr.write(`${help}\n`);
    const question = `${label}${required ? "" : " (may stay empty)"}: `;
    given[name] = secret ? await askHidden(question, "") : await ask(question, "");
  }
  return given;
}

async function piped(): Promise<unknown> {
  try {
    return JSON.parse(await text(process.stdin));
  } catch {
    // The parser's own message would quote what was given.
    return null;
  }
}

/** The credential as the connector's form asks for it, without blanks around it. Throws InvalidInput; its message repeats nothing that was given. */
function checked(fields: readonly CatalogField[], given: unknown): Record<string, string> {
  const shape = Object.fromEntries(fields.map(({ name, required }) => [name, required ? z.string().trim().min(1) : z.string().trim().optional()]));
  const parsed = z.strictObject(shape).safeParse(given);
  if (!parsed.success) {
    const names = fields.map(({ name, required }) => (required ? name : `${name} (optional)`)).join(", ");
    throw invalidInput(`The credential must have these fields, as text: ${names}. On standard input it is one JSON object. Nothing was sealed.`);
  }
  return Object.fromEntries(Object.entries(parsed.data).filter((field): field is [string, string] => Boolean(field[1])));
}
