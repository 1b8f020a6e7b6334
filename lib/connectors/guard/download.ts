import { type Agent, request as send } from "undici";
import type { Clock } from "../../core/clock";
import type { Logger } from "../../core/logger";
import { type DownloadedFile, type VendorDownload, VendorFault } from "../vendor-http";
import { asFault, judge } from "./faults";
import { flatten } from "./headers";

interface DownloadParts {
  /** looks at the address that it really connects to, wherever it is sent on to */
  agent: Agent;
  signal: AbortSignal | undefined;
  log: Logger;
  clock: Clock;
  /** so long nothing may come */
  idleMilliseconds: number;
}

/** So often a file is sent on. */
const mostHops = 3;
/** One file, however steadily it comes. */
const longestMilliseconds = 30 * 60_000;

/**
 * Fetches one file. A redirect is followed within the file's own origin, and to the named ones without a header of ours; whoever was sent there is sent
 * back nowhere with the credential. Neither messages nor logs hold a query or a path elsewhere: signed addresses carry their secret there.
 */
export async function download(parts: DownloadParts, url: URL, { headers, elsewhere }: VendorDownload): Promise<DownloadedFile> {
  const deadline = AbortSignal.timeout(longestMilliseconds);
  const own = url.origin;
  let at = url;
  let credential = true;
  for (let hop = 0; ; hop++) {
    const what = `GET ${at.host}${credential ? at.pathname : ""}`;
    const answer = await ask(parts, at, credential ? headers : {}, deadline, what);
    const next = answer.status >= 300 && answer.status < 400 ? whereTo(answer.headers.location, at) : null;
    if (!next) return finished(answer, credential, what, parts);
    answer.close();
    if (hop >= mostHops) throw new VendorFault("left_origin", `${what} is sent on again and again.`, true, answer.status);
    if (next.origin !== own && !elsewhere.includes(next.origin))
      throw new VendorFault(
        "left_origin",
        `${what} is sent on to ${next.origin}, which the description does not name. Nothing was fetched there.`,
        true,
        answer.status,
      );
    credential &&= next.origin === own;
    at = next;
  }
}

async function ask(
  { agent, signal, log, idleMilliseconds }: DownloadParts,
  url: URL,
  headers: Record<string, string>,
  deadline: AbortSignal,
  what: string,
): Promise<DownloadedFile> {
  try {
    const answer = await send(url, {
      dispatcher: agent,
      method: "GET",
      headers: { accept: "*/*", ...headers },
      signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
      headersTimeout: idleMilliseconds,
      bodyTimeout: idleMilliseconds,
    });
    const { statusCode: status, body } = answer;
    log.debug({ request: what, status }, "vendor answered");
    // whoever leaves a body unread hears of its end no more
    body.on("error", () => undefined);
    const bytes = async function* () {
      try {
        yield* body as AsyncIterable<Uint8Array>;
      } catch (error) {
        throw asFault(error, what, deadline.aborted, longestMilliseconds, signal);
      }
    };
    return { status, headers: flatten(answer.headers), bytes: bytes(), close: () => void body.destroy() };
  } catch (error) {
    throw asFault(error, what, deadline.aborted, longestMilliseconds, signal);
  }
}

/** Where a redirect leads; null for what is none that can be followed. */
function whereTo(location: string | undefined, at: URL): URL | null {
  const next = location !== undefined && URL.canParse(location, at.href) ? new URL(location, at) : null;
  return next && /^https?:$/.test(next.protocol) && next.username === "" && next.password === "" ? next : null;
}

function finished(answer: DownloadedFile, own: boolean, what: string, { clock }: DownloadParts): DownloadedFile {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return answer;
  answer.close();
  judge({ status, headers, text: "" }, what, clock.now());
  // elsewhere nobody was signed in, so what is said there says nothing of the credential
  if (!own) throw new VendorFault("unexpected_status", `${what}, where the file was sent on to, answered ${status}.`, true);
  return { ...answer, bytes: none() };
}

async function* none(): AsyncGenerator<Uint8Array> {}
