import { formatBytes } from "../../core/format";
import { isAtGitHub } from "../sources/git-web";
import { SourceFault } from "../sources/piece";
import { askRemote, type OpenHttp } from "./ask-remote";
import { clearLeftovers, clearMirror, freeOnDisk, prepareMirror, sizeOnDisk } from "./mirror-folder";
import { localGit, type Remote, type RemoteGitOptions, remoteGit } from "./remote-git";

/** How much one fetch may take. */
export interface FetchLimits {
  /** shorter than the hour for which GitHub's app is given a token */
  milliseconds: number;
  /** of packing anew what was fetched, for which it may take twice the disk */
  packMilliseconds: number;
  /** of the mirror, on disk */
  bytes: number;
  /** files and folders of the mirror: a branch is a file until it is packed */
  entries: number;
  /** that must stay free where it lies: the database may lie there too */
  free: number;
  /** files that can still be made there */
  freeEntries: number;
  /** so often the disk is looked at */
  lookMilliseconds: number;
}
export const fetchLimits: FetchLimits = {
  milliseconds: 45 * 60_000,
  packMilliseconds: 15 * 60_000,
  bytes: 10_000_000_000,
  entries: 500_000,
  free: 2_000_000_000,
  freeEntries: 20_000,
  lookMilliseconds: 500,
};

export interface FetchOptions extends Omit<RemoteGitOptions, "folder"> {
  http: OpenHttp;
  limits?: Partial<FetchLimits> | undefined;
  /** hears how large the mirror is by now */
  onSize?: ((bytes: number) => void) | undefined;
}

const fetching = ["fetch", "--quiet", "--prune", "--force", "--no-tags", "--no-write-fetch-head", "--no-auto-gc", "--no-recurse-submodules"];
/** It runs in the folder, and looks for no repository above it. */
const inHere = ["--git-dir=."];
/**
 * All that the remote shows, but the merges that GitHub makes of open pull requests: those change with the branch they lead to, and bring nothing of their
 * own. Elsewhere anybody may have put something there.
 */
export const refsOf = (address: string): string[] => ["+refs/*:refs/*", ...(isAtGitHub(address) ? ["^refs/pull/*/merge"] : [])];

/**
 * Brings the mirror in a folder to where the remote is, or makes it anew where it is not there. Returns the bytes that it takes on disk. Where it throws,
 * the mirror may be anything between, or gone: nothing may be concluded from it. Throws {@link SourceFault} with why and what to do, or what the signal was aborted with.
 */
export async function fetchMirror(remote: Remote, folder: string, options: FetchOptions): Promise<number> {
  const limits = { ...fetchLimits, ...options.limits };
  await prepareMirror(folder, remote.address);
  try {
    await within(folder, limits, tooLong(limits), options, (signal) => fetched(remote, folder, options, signal));
    await packed(remote, folder, limits, options);
  } catch (error) {
    // what is left of it would take the room of others; where that fails, the next fetch begins with it
    await clearMirror(folder, limits.bytes).catch(() => {});
    throw error;
  }
  const { bytes } = await sizeOnDisk(folder, limits.entries);
  options.onSize?.(bytes);
  return bytes;
}

async function fetched(remote: Remote, folder: string, { http, resolve }: FetchOptions, signal: AbortSignal): Promise<void> {
  await askRemote(remote, http, signal);
  await remoteGit(remote, [...inHere, ...fetching, remote.address, ...refsOf(remote.address)], { resolve, folder, signal });
}

/** Packs anew what has become many packs. It is fetched: where this can't be done, it takes more room until the next time. */
async function packed(remote: Remote, folder: string, limits: FetchLimits, options: FetchOptions): Promise<void> {
  const room = { ...limits, milliseconds: limits.packMilliseconds, bytes: 2 * limits.bytes };
  try {
    await within(folder, room, tooLong(room), options, (signal) => localGit(remote, [...inHere, "gc", "--auto", "--quiet"], { folder, signal }));
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof SourceFault)) throw error;
    await clearLeftovers(folder);
  }
}

/** Does something to a mirror that ends with the signal, in its time and with its share of the disk, which is looked at before and after it too. */
async function within(
  folder: string,
  limits: FetchLimits,
  late: SourceFault,
  { signal, onSize }: FetchOptions,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stopping = new AbortController();
  const stop = (why: SourceFault) => stopping.abort(why);
  const both = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal;
  const look = async () => {
    const { bytes, entries } = await sizeOnDisk(folder, limits.entries);
    onSize?.(bytes);
    if (bytes > limits.bytes) stop(tooLarge(limits));
    else if (entries > limits.entries) stop(tooMany(limits));
  };
  const lookAround = async () => {
    const { bytes, entries } = await freeOnDisk(folder);
    if (bytes < limits.free) stop(tooFull(limits));
    else if (entries < limits.freeEntries) stop(tooFewFiles(limits));
  };
  const lookAtAll = async () => {
    await Promise.all([look(), lookAround()]);
    both.throwIfAborted();
  };
  const timer = setTimeout(() => stop(late), limits.milliseconds);
  // a mirror of many files is looked at for long: what is free does not wait for it
  const ends = [look, lookAround].map((each) => repeating(each, limits.lookMilliseconds));
  try {
    await lookAtAll();
    await work(both);
    await lookAtAll();
  } finally {
    for (const end of ends) end();
    clearTimeout(timer);
  }
}

/** Does something again and again, each time so long after it was done. Returns how to end that. */
function repeating(work: () => Promise<void>, milliseconds: number): () => void {
  let next: NodeJS.Timeout | null = null;
  let ended = false;
  const again = () => {
    if (!ended) next = setTimeout(() => void work().then(again, again), milliseconds);
  };
  again();
  return () => {
    ended = true;
    if (next) clearTimeout(next);
  };
}

/** What to do with a repository that is too much for a mirror here. */
export const mirrorByHand = "Mirror it on this host yourself, as far as it is to be looked through, and name its path: countersign scan add PATH";
const makeRoom = "where Countersign keeps its data, so it was not fetched further. Make room there.";
const tooLong = ({ milliseconds }: FetchLimits) => new SourceFault(`It was not fetched within ${Math.round(milliseconds / 60_000)} minutes. ${mirrorByHand}`);
const tooLarge = ({ bytes }: FetchLimits) =>
  new SourceFault(`It is larger than the ${formatBytes(bytes)} that a mirror may take on this host. ${mirrorByHand}`);
const tooMany = ({ entries }: FetchLimits) => new SourceFault(`It is more than the ${entries} files that a mirror may have on this host. ${mirrorByHand}`);
const tooFull = ({ free }: FetchLimits) => new SourceFault(`Less than ${formatBytes(free)} are free ${makeRoom}`);
const tooFewFiles = ({ freeEntries }: FetchLimits) => new SourceFault(`Fewer than ${freeEntries} files can still be made ${makeRoom}`);
