import { formatBytes } from "../../core/format";
import { SourceFault } from "../sources/piece";
import { askRemote, type OpenHttp } from "./ask-remote";
import { freeOnDisk, prepareMirror, sizeOnDisk } from "./mirror-folder";
import { localGit, type Remote, type RemoteGitOptions, remoteGit } from "./remote-git";

/** How much one fetch may take. */
export interface FetchLimits {
  /** shorter than the hour for which GitHub's app is given a token */
  milliseconds: number;
  /** of the mirror, on disk */
  bytes: number;
  /** that must stay free where it lies: the database may lie there too */
  free: number;
  /** so often the disk is looked at */
  lookMilliseconds: number;
}
export const fetchLimits: FetchLimits = { milliseconds: 45 * 60_000, bytes: 10_000_000_000, free: 2_000_000_000, lookMilliseconds: 500 };

export interface FetchOptions extends Omit<RemoteGitOptions, "folder"> {
  http: OpenHttp;
  limits?: Partial<FetchLimits> | undefined;
  /** hears how large the mirror is by now */
  onSize?: ((bytes: number) => void) | undefined;
}

const fetching = ["fetch", "--quiet", "--prune", "--force", "--no-tags", "--no-write-fetch-head", "--no-auto-gc", "--no-recurse-submodules"];
/** It runs in the folder, and looks for no repository above it. */
const inHere = ["--git-dir=."];
/** All that the remote shows, but the merges that GitHub makes of open pull requests: those change with the branch they lead to, and bring nothing of their own. */
const everyRef = ["+refs/*:refs/*", "^refs/pull/*/merge"];

/**
 * Brings the mirror in a folder to where the remote is, or makes it anew where it is not there. Returns the bytes that it takes on disk. Where it throws,
 * the mirror may be anything between: nothing may be concluded from it. Throws {@link SourceFault} with why and what to do, or what the signal was aborted with.
 */
export async function fetchMirror(remote: Remote, folder: string, { limits: given, onSize, signal, http, ...options }: FetchOptions): Promise<number> {
  const limits = { ...fetchLimits, ...given };
  await prepareMirror(folder, remote.address);
  const stopping = new AbortController();
  const stop = (why: unknown) => stopping.abort(why);
  const asked = () => stop(signal?.reason);
  if (signal?.aborted) asked();
  signal?.addEventListener("abort", asked, { once: true });
  const late = setTimeout(() => stop(tooLong(limits)), limits.milliseconds);
  const watch = watching(folder, limits, stop, onSize);
  try {
    await watch.look();
    stopping.signal.throwIfAborted();
    await askRemote(remote, http, stopping.signal);
    const at = { ...options, folder, signal: stopping.signal };
    await remoteGit(remote, [...inHere, ...fetching, remote.address, ...everyRef], at);
    await localGit(remote, [...inHere, "gc", "--auto", "--quiet"], at).catch((error: unknown) => {
      // it is fetched; what is not packed takes more room until the next time
      if (!(error instanceof SourceFault) || stopping.signal.aborted) throw error;
    });
    const bytes = await watch.look();
    stopping.signal.throwIfAborted();
    return bytes;
  } finally {
    watch.end();
    clearTimeout(late);
    signal?.removeEventListener("abort", asked);
  }
}

/** Looks at the disk again and again, and stops what would take too much of it. */
function watching(folder: string, limits: FetchLimits, stop: (why: SourceFault) => void, onSize: FetchOptions["onSize"]) {
  let next: NodeJS.Timeout | null = null;
  let ended = false;
  const look = async (): Promise<number> => {
    const bytes = await sizeOnDisk(folder);
    onSize?.(bytes);
    if (bytes > limits.bytes) stop(tooLarge(limits));
    else if ((await freeOnDisk(folder)) < limits.free) stop(tooFull(limits));
    return bytes;
  };
  const again = () => {
    if (!ended) next = setTimeout(() => void look().then(again, again), limits.lookMilliseconds);
  };
  again();
  return {
    look,
    end() {
      ended = true;
      if (next) clearTimeout(next);
    },
  };
}

const byHand = "Mirror it on this host yourself, as far as it is to be looked through, and name its path: countersign scan add PATH";
const tooLong = ({ milliseconds }: FetchLimits) => new SourceFault(`It was not fetched within ${Math.round(milliseconds / 60_000)} minutes. ${byHand}`);
const tooLarge = ({ bytes }: FetchLimits) => new SourceFault(`It is larger than the ${formatBytes(bytes)} that a mirror may take on this host. ${byHand}`);
const tooFull = ({ free }: FetchLimits) =>
  new SourceFault(`Less than ${formatBytes(free)} are free where Countersign keeps its data, so it was not fetched further. Make room there.`);
