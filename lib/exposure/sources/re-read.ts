import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import type { Channel, ScanForm } from "../../domain/exposures";
import { lookThrough, nothingLooked } from "../look-through";
import type { ScanRules } from "../rules/scan-rules";
import { Budget, Unlookable } from "./budget";
import { contentOf } from "./content";
import { file } from "./directory";
import { blobsOf } from "./git-blobs";
import { askGit, runGit } from "./git-command";
import { messagePath } from "./git-log";
import { tagMessage } from "./git-tags";
import { held } from "./held";
import { aboutOf, openSource } from "./open-source";
import { placeInFile, type Sourced, SourceFault } from "./piece";

/** Where a secret stood when it was last seen: all that is kept of the way to it. */
export interface ReadablePlace {
  form: ScanForm;
  /** of the source, on this host; null = it came once */
  location: string | null;
  path: string;
  /** commit, where the source is a repository and the place lies in its history */
  reference: string;
  channel: Channel;
  /** of a system over HTTP: reads this place alone; absent where nothing does */
  system?: () => AsyncIterable<Sourced>;
}
/** `closed`: something stands there, and may not be read by this process, or not in the time and memory that one place may take. `unfound`: it was read, and none of what is known found there. */
export type NotRead = "gone" | "closed" | "unfound";

/** So long one place of a repository may take: others wait. */
const mostMilliseconds = 60_000;

/** Forms of which one place can be looked at without the rest. */
export const isSingle = ({ form }: ReadablePlace): boolean => form === "git" || form === "directory" || form === "rest";

/**
 * Looks again at one place, or through a whole source where its form knows no less, for secrets that are known by fingerprint: `wanted` says of each
 * plaintext whether it is one, and hears no other twice. Stops when it says that nothing is left. `rules`: as scans know them. What could not be read is
 * answered, not thrown.
 */
export async function rereadPlace(
  place: ReadablePlace,
  rules: ScanRules,
  wanted: (secret: string) => "more" | "enough",
  milliseconds = mostMilliseconds,
): Promise<NotRead | null> {
  const signal = AbortSignal.timeout(milliseconds);
  let enough = false;
  let closed = false;
  const looked = nothingLooked();
  try {
    for await (const one of lookThrough(
      sourceOf(place, signal),
      (secret) => {
        if (!enough) enough = wanted(secret) === "enough";
      },
      looked,
      rules,
    )) {
      if ("unreadable" in one && one.unreadable.reason === "not_allowed") closed = true;
      if (enough) return null;
    }
  } catch (error) {
    const tooMuch = error instanceof Unlookable || error === signal.reason;
    if (!tooMuch && !(error instanceof SourceFault)) throw error;
    closed ||= tooMuch || isClosed(place.location);
  }
  if (closed) return "closed";
  return looked.texts > 0 ? "unfound" : "gone";
}

async function* sourceOf({ form, location, path: where, reference, channel, system }: ReadablePlace, signal: AbortSignal): AsyncGenerator<Sourced> {
  if (form === "rest") {
    if (system) yield* system();
    return;
  }
  if (location === null || form === "stream" || form === "upload") return;
  if (form === "git" && /^[0-9a-f]{40,64}$/.test(reference)) return yield* inTime(blob(location, where, reference, channel, signal), signal);
  if (form === "git" || form === "directory") {
    const name = inside(location, where);
    if (name !== null) yield* file(path.join(location, name), name, aboutOf(channel));
    return;
  }
  yield* (await openSource(location, { form, channel })).source;
}

async function* inTime(source: AsyncIterable<Sourced>, signal: AbortSignal): AsyncGenerator<Sourced> {
  for await (const one of source) {
    signal.throwIfAborted();
    yield one;
  }
}

/**
 * The file of a commit, whole: what stood in a changed line stands in it. The same for what lies in an archive, and for what a commit or tag says. Throws
 * Unlookable where that is more than may be held at once.
 */
async function* blob(location: string, where: string, reference: string, channel: Channel, signal: AbortSignal): AsyncGenerator<Sourced> {
  const type = (await askGit(location, ["cat-file", "-t", reference], signal)).toString().trim();
  if (type === "tag") return yield tagMessage(reference, where, await saidBy(location, ["cat-file", "tag", reference], signal));
  if (where === messagePath) {
    const content = await saidBy(location, ["show", "--no-patch", "--encoding=UTF-8", "--no-show-signature", "--format=%B", reference, "--"], signal);
    return yield { piece: { ...aboutOf(channel), prose: true, pathAt: () => where, content, locate: placeInFile(where) } };
  }
  for await (const { size, bytes } of blobsOf(location, [await blobId(location, reference, where, signal)], signal))
    if (bytes) yield* contentOf({ path: where.split("!/")[0] as string, at: null, bytes }, aboutOf(channel), new Budget(size));
}

/** What git answers, as far as it may be held at once. */
async function saidBy(location: string, args: readonly string[], signal: AbortSignal): Promise<Buffer> {
  const git = runGit(location, args, signal);
  git.stdin.on("error", () => {}).end();
  git.stderr.resume();
  try {
    const said = await held(git.stdout);
    signal.throwIfAborted();
    return said;
  } finally {
    git.kill("SIGKILL");
    git.stdout.destroy();
  }
}

/** The file at a path of a commit, or the archive in which it lies. Throws SourceFault where there is none. */
async function blobId(location: string, commit: string, where: string, signal: AbortSignal): Promise<string> {
  const idOf = async (name: string) =>
    (await askGit(location, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${commit}:${name}`], signal)).toString().trim();
  const archive = where.split("!/")[0] as string;
  return archive === where ? idOf(where) : idOf(where).catch(() => idOf(archive));
}

/** The file below the source's folder that a place names, the archive where it lies in one; null where it would lead elsewhere. */
function inside(location: string, where: string): string | null {
  const name = existsSync(path.join(location, where)) ? where : (where.split("!/")[0] ?? where);
  const relative = path.relative(location, path.join(location, name));
  return relative === "" || relative.startsWith("..") || path.isAbsolute(relative) ? null : name;
}

function isClosed(location: string | null): boolean {
  if (location === null) return false;
  try {
    accessSync(location, constants.R_OK);
    return false;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "EACCES" || code === "EPERM";
  }
}
