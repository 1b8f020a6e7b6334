import type { OwnCredential } from "../../lib/connectors/declarative/client";
import { unavailable } from "../../lib/core/errors";
import { formatSpan } from "../../lib/core/format";
import { sealEnvelope } from "../../lib/credentials/envelope";
import { readRecipient } from "../../lib/credentials/identity";
import { sealedTo } from "../../lib/domain/credential-use";
import { nameSystem } from "../../lib/exposure/scanning/name-system";
import { SourceFault } from "../../lib/exposure/sources/piece";
import { credentialFrom } from "../../lib/exposure/sources/rest/credential";
import { tryRestSource } from "../../lib/exposure/sources/rest/try-source";
import { askHidden } from "./ask";
import type { Outcome } from "./command";
import type { Host } from "./context";
import { connectionTo, type GivenSystem, givenCredential, givenSystem, type RestOptions, variable } from "./scan-rest";
import { columns } from "./text";

/**
 * `countersign scan add ORIGIN --as rest`: the credential is asked for on the terminal, or comes from a file, standard input or the environment; it is
 * tried once at the system, and kept sealed to the collector, bound to where it may go. Without one, a system that is known keeps the one that it has.
 * Throws SourceFault, or what the verb throws.
 */
export async function addSystem(host: Host, origin: string, options: RestOptions & { name: string | undefined; every: number }): Promise<Outcome> {
  const system = await givenSystem(origin, options);
  const name = options.name ?? system.name;
  const channel = options.channel ?? system.declaration.channel;
  const recipient = await readRecipient(host.home(sealedTo.read));
  if (!recipient) throw unavailable(`The ${sealedTo.read} has never run on this host, so there is nothing to seal to. Start it here, or run this on its host.`);
  const credential = (await givenCredential(system.declaration, options)) ?? ((await isKnown(host, name, system)) ? null : await asked(system, recipient));
  if (credential) await tried(system, credential);
  const { id } = await nameSystem(
    host.ctx,
    { name, channel, every: options.every, origin: system.origin, ca: system.ca, allowPrivate: system.allowPrivate, description: system.description },
    credential ? { seal: (binding) => sealEnvelope(recipient, { version: 1, ...binding, credential: { ...credential } }) } : { asBefore: true },
  );
  return {
    json: { id, name, location: system.origin, form: "rest", channel, every: options.every, credential: credential ? "sealed" : "as before", recipient },
    text: `${name} is looked through now and every ${formatSpan(options.every * 60_000)}: ${host.running.origins.web}/exposure/scans/${id}`,
  };
}

async function isKnown({ ctx }: Host, name: string, { origin, description }: GivenSystem): Promise<boolean> {
  return (await ctx.db.scanSystem.count({ where: { source: { name }, origin, description } })) > 0;
}

async function asked({ origin, declaration }: GivenSystem, recipient: string): Promise<OwnCredential> {
  if (!process.stdin.isTTY)
    throw new SourceFault(`No credential is there: put it into the environment as ${variable}, or name a file with --token-file (- for standard input).`);
  const said = columns([
    { label: "System", value: declaration.system },
    { label: "Used at", value: origin },
    { label: "Sealed to", value: `${recipient} (the ${sealedTo.read})` },
  ]);
  process.stderr.write(`${said}\n\n`);
  const typed = await askHidden(declaration.authentication.kind === "basic" ? "Credential for reading, NAME:PASSWORD: " : "Credential for reading: ", "");
  if (typed.trim() === "") throw new SourceFault("Nothing was typed, and nothing was kept.");
  return credentialFrom(declaration, typed.trim());
}

/** One page of the first list: what is wrong with file or credential is told while somebody sits there. */
async function tried(system: GivenSystem, credential: OwnCredential): Promise<void> {
  const connection = connectionTo(system, credential);
  try {
    await tryRestSource(system.declaration, connection);
  } finally {
    await connection.http.close();
  }
}
