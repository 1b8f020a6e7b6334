import type { OwnCredential } from "../../lib/connectors/declarative/client";
import { hasName } from "../../lib/connectors/declarative/schema/parts";
import { unavailable } from "../../lib/core/errors";
import { formatSpan } from "../../lib/core/format";
import { sealEnvelope } from "../../lib/credentials/envelope";
import { readRecipient } from "../../lib/credentials/identity";
import { sealedTo } from "../../lib/domain/credential-use";
import { nameSystem, type SystemCredential } from "../../lib/exposure/scanning/name-system";
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
 * tried once at the system, and kept sealed to the collector, bound to where it may go; or it is a signed connection's own. Without one, a system that is known keeps the one that it has.
 * Throws SourceFault, or what the verb throws.
 */
export async function addSystem(
  host: Host,
  origin: string,
  options: RestOptions & { name: string | undefined; every: number; connection?: string },
): Promise<Outcome> {
  const system = await givenSystem(origin, options);
  const name = options.name ?? system.name;
  const channel = options.channel ?? system.declaration.channel;
  const { credential, recipient } = await credentialFor(host, system, name, options);
  const given = {
    name,
    channel,
    every: options.every,
    origin: system.origin,
    ca: system.ca,
    allowPrivate: system.allowPrivate,
    description: system.description,
  };
  const { id } = await nameSystem(host.ctx, given, credential);
  const used = "seal" in credential ? "sealed" : "connection" in credential ? credential.connection : "as before";
  return {
    json: { id, name, location: system.origin, form: "rest", channel, every: options.every, credential: used, recipient },
    text: `${name} is looked through now and every ${formatSpan(options.every * 60_000)}: ${host.running.origins.web}/exposure/scans/${id}`,
  };
}

type Options = Parameters<typeof addSystem>[2];
async function credentialFor(
  host: Host,
  system: GivenSystem,
  name: string,
  options: Options,
): Promise<{ credential: SystemCredential; recipient: string | null }> {
  if (options.connection !== undefined) return { credential: { connection: options.connection }, recipient: null };
  const recipient = await readRecipient(host.home(sealedTo.read));
  if (!recipient) throw unavailable(`The ${sealedTo.read} has never run on this host, so there is nothing to seal to. Start it here, or run this on its host.`);
  const given = await givenCredential(system.declaration, options);
  if (!given && (await isKnown(host, name, system))) return { credential: { asBefore: true }, recipient: null };
  const own = given ?? (await asked(system, recipient));
  await tried(system, own);
  return { credential: { seal: (binding) => sealEnvelope(recipient, { version: 1, ...binding, credential: { ...own } }) }, recipient };
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
  const typed = await askHidden(hasName(declaration.authentication) ? "Credential for reading, NAME:PASSWORD: " : "Credential for reading: ", "");
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
