import type { GuardedHttp, VendorHttpOptions } from "../../connectors/http";
import { VendorFault } from "../../connectors/vendor-http";
import { SourceFault } from "../sources/piece";
import { faultOf } from "../sources/rest/what-failed";
import { signInHeader } from "./git-credential";
import { asForRepositories } from "./pin-address";
import type { Remote } from "./remote-git";
import { whyGitFailed } from "./why-git-failed";

/** Opens the guarded client to one origin. */
export type OpenHttp = (options: Omit<VendorHttpOptions, "clock" | "log">) => GuardedHttp;

/** How git's smart protocol answers (git-http-protocol); anything else git would take for a list of refs of the old protocol, and a sign-in page for a repository without any. */
const advertisement = "application/x-git-upload-pack-advertisement";

/** Asks a remote once whether there is a repository that may be read. Throws {@link SourceFault} with why not. */
export async function askRemote(remote: Remote, open: OpenHttp, signal?: AbortSignal): Promise<void> {
  const { origin, pathname } = new URL(remote.address);
  const http = open({ origin, ca: remote.ca, allowPrivate: remote.allowPrivate, ...(signal ? { signal } : {}) });
  const headers: Record<string, string> = { accept: "*/*", "user-agent": "countersign", "git-protocol": "version=2" };
  if (remote.credential) headers.authorization = signInHeader(remote.credential).slice("Authorization: ".length);
  try {
    const path = `${pathname.replace(/\/$/, "")}/info/refs?service=git-upload-pack`;
    const { status, headers: said } = await http.request({ method: "GET", path, headers, keepBytes: 1 });
    if (status !== 200) throw whyGitFailed(`returned error: ${status}`, remote);
    if (said["content-type"]?.split(";")[0]?.trim().toLowerCase() !== advertisement) throw whyGitFailed("is this a git repository", remote);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof VendorFault)) throw error;
    if (error.kind === "left_origin" && error.status !== null) throw whyGitFailed(`returned error: ${error.status}`, remote);
    const { message, againSeconds } = faultOf(error);
    throw new SourceFault(asForRepositories(message), againSeconds);
  } finally {
    await http.close();
  }
}
