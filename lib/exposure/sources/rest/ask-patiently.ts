import { ask, type DeclaredConnection, fetchFile } from "../../../connectors/declarative/client";
import { pause } from "../../../connectors/guard/back-off";
import { type DownloadedFile, VendorFault, type VendorResponse } from "../../../connectors/vendor-http";
import type { RestSource } from "./declaration";

/** So long a system may ask to be left alone before a scan gives up, in seconds, and so often in a row. */
const longestWait = 3_600;
const mostWaits = 5;

/**
 * Asks at the declared pace, and waits as long as it is asked to: as 429, or as GitHub says it, by 403 with what is left in a header. Throws VendorFault
 * `rate_limited`, with how long, where that is longer than an hour.
 */
export const askPatiently = (declaration: RestSource, connection: DeclaredConnection, line: string): Promise<VendorResponse> =>
  patiently(declaration, connection, () => askOnce(declaration, connection, line));

/** The same for a file, of which nothing is read yet. */
export const fetchPatiently = (declaration: RestSource, connection: DeclaredConnection, line: string, elsewhere: readonly string[]): Promise<DownloadedFile> =>
  patiently(declaration, connection, () => fetchOnce(declaration, connection, line, elsewhere));

async function patiently<T>(declaration: RestSource, { signal }: DeclaredConnection, once: () => Promise<T | VendorFault>): Promise<T> {
  for (let n = 0; ; n++) {
    const answer = await once();
    if (!(answer instanceof VendorFault)) return answer;
    const wait = answer.retryAfterSeconds ?? 60;
    if (n >= mostWaits || wait > longestWait) throw answer;
    await pause(wait * 1000, signal).catch(() => undefined);
    if (signal?.aborted) throw new VendorFault("cancelled", `${declaration.system}: stopped while it was waited for.`, false);
  }
}

/** An answer, or the system's wish to be left alone for a while. Throws VendorFault for everything else. */
export const askOnce = (declaration: RestSource, connection: DeclaredConnection, line: string): Promise<VendorResponse | VendorFault> =>
  heard(declaration, () => ask(declaration, connection, { line }));

export const fetchOnce = (
  declaration: RestSource,
  connection: DeclaredConnection,
  line: string,
  elsewhere: readonly string[],
): Promise<DownloadedFile | VendorFault> => heard(declaration, () => fetchFile(declaration, connection, { line, elsewhere }));

async function heard<T extends Pick<VendorResponse, "status" | "headers">>(declaration: RestSource, send: () => Promise<T>): Promise<T | VendorFault> {
  try {
    const response = await send();
    const wait = response.status === 403 ? waitOf(response) : null;
    return wait === null ? response : leaveAlone(declaration, response.status, wait);
  } catch (error) {
    if (error instanceof VendorFault && error.kind === "rate_limited") return error;
    throw error;
  }
}

const leaveAlone = ({ system }: RestSource, status: number, seconds: number) =>
  new VendorFault("rate_limited", `${system} asks to be left alone for ${Math.ceil(seconds / 60)} minutes (${status}).`, true, status, seconds);

function waitOf({ headers }: Pick<VendorResponse, "headers">): number | null {
  const after = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(after)) return Math.max(1, after);
  const reset = headers["x-ratelimit-remaining"] === "0" ? Number(headers["x-ratelimit-reset"]) - Date.now() / 1000 : Number.NaN;
  return Number.isFinite(reset) ? Math.max(1, Math.ceil(reset)) : null;
}
