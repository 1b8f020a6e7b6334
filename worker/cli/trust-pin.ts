import { readFile } from "node:fs/promises";
import path from "node:path";
import { AppError, conflict, invalidInput, notFound } from "../../lib/core/errors";
import { sameFingerprint } from "../../lib/signatures/key-fingerprint";
import { type SigningPage, signingPage } from "../../lib/signatures/signing-page";
import { type PinCandidate, pinCandidates, pinRoot } from "../../lib/trust/pin-root";
import { TrustRoot } from "../../lib/trust/root";
import { ask } from "./ask";
import type { Outcome } from "./command";
import type { Host } from "./context";
import { columns } from "./text";

export interface PinOptions {
  fingerprint?: string;
  yes?: boolean;
  replace?: boolean;
}

const file = "trust-root.json";
const whatReplacingMeans =
  "Replacing it makes another key the root: only what that key signs, or a key it signs for, counts from then on. Approver groups, policies, connections and other keys must be signed anew, and requests that wait will be refused.";

/** Shows a key as its owner sees it on the signer's page, asks, and writes it into the executor's folder. */
export async function pin(host: Host, options: PinOptions): Promise<Outcome> {
  const before = await readRoot(host);
  if (before && !options.replace) throw conflict(`A trust root is pinned already. ${whatReplacingMeans} If that is what you want, add --replace.`);
  const page = signingPage(host.running.origins.signer);
  const candidate = choose(await pinCandidates(host.ctx), options.fingerprint);
  if (candidate.key.kind === "webauthn" && page.obstacle) throw conflict(`${page.obstacle} Or pin a file key.`);
  await agree(candidate, page, before, options);
  const root = await pinRoot(
    host.ctx,
    candidate,
    page,
    (made) => host.writeInHome("executor", file, JSON.stringify(made, null, 2)).then(() => undefined),
    before,
  );
  return {
    json: { ...root, fingerprint: candidate.fingerprint },
    text: `${candidate.person.displayName}'s key is the trust root now. The executor takes it up within seconds.\nNext: sign the connections, approver groups and keys that wait (countersign trust show lists them).`,
  };
}

function choose(candidates: PinCandidate[], fingerprint: string | undefined): PinCandidate {
  const fitting = fingerprint ? candidates.filter((candidate) => sameFingerprint(candidate.fingerprint, fingerprint)) : candidates;
  const [only, other] = fitting;
  if (!only && fingerprint) throw notFound("An administrator's key with that fingerprint");
  if (!only)
    throw new AppError(
      "NotFound",
      "No administrator has registered a key yet. Let one sign in (countersign admin invite --role administrator) and register a passkey on the signing page, or run countersign key enrol.",
    );
  const list = fitting.map((candidate) => `  ${candidate.fingerprint}  ${candidate.key.name} of ${candidate.person.displayName}`).join("\n");
  if (other) throw invalidInput(`Several keys could be the root. Say which, with --fingerprint:\n${list}`);
  return only;
}

async function agree(candidate: PinCandidate, page: SigningPage, before: TrustRoot | null, options: PinOptions): Promise<void> {
  const { person, key, fingerprint } = candidate;
  const shown = columns([
    { label: "Person", value: person.email && person.email !== person.displayName ? `${person.displayName} <${person.email}>` : person.displayName },
    { label: "Key", value: `${key.name} (${key.kind === "webauthn" ? "passkey" : "file key"})` },
    { label: "Fingerprint", value: fingerprint },
    { label: "RP ID", value: page.rpId },
    { label: "Origin", value: page.origin },
  ]);
  process.stderr.write(
    `${before ? `${whatReplacingMeans}\n\n` : ""}Everything this deployment trusts will chain to this key.\nCompare with the signing page of ${person.displayName}, on their own screen:\n\n${shown}\n\n`,
  );
  if (options.yes && options.fingerprint) return;
  if (options.yes) throw invalidInput("--yes needs --fingerprint: without it nobody would have compared.");
  const said = await ask('Type "pin" if they are the same: ', "Add --yes --fingerprint with the fingerprint from the signing page.");
  if (said !== "pin") throw conflict("Nothing was pinned.");
}

/** The pinned root from the executor's folder, or null. */
export async function readRoot(host: Host): Promise<TrustRoot | null> {
  try {
    return TrustRoot.parse(JSON.parse(await readFile(path.join(host.home("executor"), file), "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
