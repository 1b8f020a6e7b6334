import { createVendorHttp } from "../../lib/connectors/http";
import { unavailable } from "../../lib/core/errors";
import { formatSpan } from "../../lib/core/format";
import { createLogger } from "../../lib/core/logger";
import { sealEnvelope } from "../../lib/credentials/envelope";
import { readRecipient } from "../../lib/credentials/identity";
import { sealedTo } from "../../lib/domain/credential-use";
import type { Channel } from "../../lib/domain/exposures";
import { askRemote } from "../../lib/exposure/mirrors/ask-remote";
import { gitCredentialFrom } from "../../lib/exposure/mirrors/git-credential";
import type { Remote } from "../../lib/exposure/mirrors/remote-git";
import { RepositoryAddress, repositoryName } from "../../lib/exposure/mirrors/repository-address";
import { type MirrorCredential, nameMirror } from "../../lib/exposure/scanning/name-mirror";
import { SourceFault } from "../../lib/exposure/sources/piece";
import type { Outcome } from "./command";
import type { Host } from "./context";
import { givenText, type RestOptions, textOf } from "./scan-rest";

export interface MirrorOptions extends Pick<RestOptions, "tokenFile" | "ca" | "allowPrivate" | "source"> {
  name: string | undefined;
  channel?: Channel | undefined;
  every: number;
  connection?: string;
}

/** Whether somebody names something elsewhere, in one of git's ways to write that (git-clone, GIT URLS). */
export const isElsewhere = (where: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(where) || /^[\w.-]+@[\w.-]+:/.test(where);

/**
 * `countersign scan add https://…`: a git repository that the collector fetches. Its credential comes from a file, standard input or the environment, is
 * tried once at the repository, and kept sealed to the collector, bound to where it may go; or it is a signed connection's own. Without one it is read as
 * before, or as anybody. Throws SourceFault, or what the verb throws.
 */
export async function addMirror(host: Host, where: string, options: MirrorOptions): Promise<Outcome> {
  if (options.source !== undefined) throw new SourceFault("--source describes a system: it goes with --as rest.");
  const parsed = RepositoryAddress.safeParse(where);
  if (!parsed.success)
    throw new SourceFault(
      "The repository's address must be like https://git.example.com/acme/payments.git: https, without a user, a password, a query or a fragment. A credential comes by --token-file.",
    );
  const address = parsed.data;
  const name = options.name ?? `${new URL(address).host}/${repositoryName(address)}`;
  const ca = options.ca === undefined ? null : await textOf(options.ca);
  const place = { address, ca, allowPrivate: options.allowPrivate ?? false };
  const { credential, recipient } = await credentialFor(host, name, place, options);
  const { every, channel = "code" } = options;
  const { id } = await nameMirror(host.ctx, { name, channel, every, ...place }, credential);
  const { access } = await host.ctx.db.scanMirror.findUniqueOrThrow({ where: { sourceId: id }, select: { access: true } });
  return {
    json: { id, name, location: address, form: "git", channel, every, credential: access, recipient },
    text: `${name} is fetched and looked through now and every ${formatSpan(every * 60_000)}${access === "none" ? ", as anybody" : ""}: ${host.running.origins.web}/exposure/scans/${id}`,
  };
}

type Place = Omit<Remote, "credential">;

async function credentialFor(
  host: Host,
  name: string,
  place: Place,
  { connection, tokenFile }: MirrorOptions,
): Promise<{ credential: MirrorCredential; recipient: string | null }> {
  if (connection !== undefined) return { credential: { connection }, recipient: null };
  const given = await givenText({ tokenFile });
  if (given === null) {
    const known = await host.ctx.db.scanMirror.count({ where: { source: { name }, access: { not: "none" } } });
    if (known === 0) await tried({ ...place, credential: null });
    return { credential: null, recipient: null };
  }
  const recipient = await readRecipient(host.home(sealedTo.read));
  if (!recipient) throw unavailable(`The ${sealedTo.read} has never run on this host, so there is nothing to seal to. Start it here, or run this on its host.`);
  const own = gitCredentialFrom(given);
  await tried({ ...place, credential: own });
  return { credential: { seal: (binding) => sealEnvelope(recipient, { version: 1, ...binding, credential: { ...own } }) }, recipient };
}

/** One question: what is wrong with address or credential is told while somebody sits there. */
const tried = (remote: Remote): Promise<void> =>
  askRemote(remote, (options) => createVendorHttp({ ...options, log: createLogger("countersign", process.env.LOG_LEVEL ?? "warn") }));
