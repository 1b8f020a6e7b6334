import { type Agent, request as send } from "undici";
import { type Clock, systemClock } from "../core/clock";
import type { Logger } from "../core/logger";
import { type AgentOptions, guardedAgent } from "./guard/agent";
import { backOffMilliseconds, pause } from "./guard/back-off";
import { readBody } from "./guard/body";
import { download } from "./guard/download";
import { asFault, judge, worthRetrying } from "./guard/faults";
import { flatten } from "./guard/headers";
import { type DownloadedFile, type VendorDownload, VendorFault, type VendorHttp, type VendorRequest, type VendorResponse } from "./vendor-http";

export interface VendorHttpOptions {
  /** `https://unleash.example.com`: scheme, host and port, nothing else */
  origin: string;
  /** PEM of the certificate authority to trust instead of the system's */
  ca: string | null;
  /** whether private and loopback addresses may be reached, and with them plain http */
  allowPrivate: boolean;
  log: Logger;
  clock?: Clock;
  /** ends every request, e.g. when the process stops */
  signal?: AbortSignal;
  limits?: Partial<Limits>;
  resolve?: AgentOptions["resolve"];
}
interface Limits {
  connectMilliseconds: number;
  /** one try, from connecting to the last byte */
  totalMilliseconds: number;
  maxBytes: number;
  /** retries after the first try, for requests that may be retried */
  retries: number;
  backOffMilliseconds: number;
}
const defaults: Limits = {
  connectMilliseconds: 10_000,
  totalMilliseconds: 30_000,
  // 10,000 Unleash tokens are about 4 MB
  maxBytes: 64 * 1024 * 1024,
  retries: 3,
  backOffMilliseconds: 500,
};

/** A VendorHttp that can be closed. Not closing it is harmless: idle connections end after 4 s and hold no process up. */
export interface GuardedHttp extends VendorHttp {
  download(input: VendorDownload): Promise<DownloadedFile>;
  close(): Promise<void>;
}

/**
 * The HTTP client of one connection. It talks to one origin alone, follows no redirect (that of a file only as `download` says), connects to no metadata, link-local or reserved
 * address (to private ones as allowed), limits time and size, and waits as the vendor asks. Errors and logs never hold headers, bodies,
 * queries, or a path for which `redactedPath` stands. Throws VendorFault for an origin that is none.
 */
export function createVendorHttp(options: VendorHttpOptions): GuardedHttp {
  const origin = parseOrigin(options.origin);
  const limits = { ...defaults, ...options.limits };
  const agentOptions: AgentOptions = { ...options, connectMilliseconds: limits.connectMilliseconds };
  const agent = guardedAgent(agentOptions);
  const clock = options.clock ?? systemClock;

  async function attempt(input: VendorRequest, url: URL, what: string): Promise<VendorResponse | VendorFault> {
    const own = input.freshConnection ? guardedAgent(agentOptions) : null;
    try {
      return await exchange(input, url, what, own ?? agent);
    } finally {
      await own?.destroy();
    }
  }

  async function exchange(input: VendorRequest, url: URL, what: string, dispatcher: Agent): Promise<VendorResponse | VendorFault> {
    const total = input.timeoutMilliseconds ?? limits.totalMilliseconds;
    const deadline = AbortSignal.timeout(total);
    const began = performance.now();
    const body = bodyOf(input);
    try {
      const answer = await send(url, {
        dispatcher,
        method: input.method,
        headers: { accept: "application/json", ...body?.headers, ...input.headers },
        body: body?.text ?? null,
        signal: options.signal ? AbortSignal.any([deadline, options.signal]) : deadline,
        headersTimeout: total,
        bodyTimeout: total,
      });
      const headers = flatten(answer.headers);
      const text = await readBody(answer.body, { maxBytes: limits.maxBytes, keepBytes: input.keepBytes }, what);
      options.log.debug({ request: what, status: answer.statusCode, milliseconds: Math.round(performance.now() - began) }, "vendor answered");
      const cookie = input.keepCookies ? cookieOf(answer.headers["set-cookie"]) : null;
      return judge({ status: answer.statusCode, headers, text, ...(cookie === null ? {} : { cookie }) }, what, clock.now());
    } catch (error) {
      const fault = asFault(error, what, deadline.aborted, total, options.signal);
      options.log.debug({ request: what, fault: fault.kind, sent: fault.sent, milliseconds: Math.round(performance.now() - began) }, "vendor gave no answer");
      return fault;
    }
  }

  return {
    async request(input) {
      const url = within(origin, input);
      const what = `${input.method} ${origin.host}${input.redactedPath ?? url.pathname}`;
      const tries = (input.retry ?? input.method === "GET") ? limits.retries + 1 : 1;
      for (let n = 1; ; n++) {
        if (options.signal?.aborted) throw new VendorFault("cancelled", `${what} was cancelled before it was sent.`, false);
        const outcome = await attempt(input, url, what);
        if (!(outcome instanceof VendorFault)) return outcome;
        if (n >= tries || !worthRetrying(outcome)) throw outcome;
        const wait = outcome.retryAfterSeconds === null ? backOffMilliseconds(limits.backOffMilliseconds, n) : outcome.retryAfterSeconds * 1000;
        await pause(wait, options.signal).catch(() => undefined);
      }
    },
    download(input) {
      const url = within(origin, { path: input.path, method: "GET" });
      return download({ agent, signal: options.signal, log: options.log, clock, idleMilliseconds: limits.totalMilliseconds }, url, input);
    },
    close: () => agent.destroy(),
  };
}

function parseOrigin(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.origin !== text || !["http:", "https:"].includes(url.protocol))
    throw new VendorFault("address_refused", "The origin must be like https://unleash.example.com, without path or trailing slash.", false);
  return url;
}

/** The URL of a request, which must stay within the origin: a vendor's next-page link is not to be trusted with the credential. */
function within(origin: URL, { path, method }: Pick<VendorRequest, "path" | "method">): URL {
  const url = URL.canParse(path, origin.href) ? new URL(path, origin) : null;
  if (!url || url.origin !== origin.origin || url.username !== "" || url.password !== "")
    throw new VendorFault("left_origin", `${method} was refused: the link leads away from ${origin.host}, and the credential stays there.`, false);
  return url;
}

function bodyOf({ json, form }: VendorRequest): { headers: Record<string, string>; text: string } | null {
  if (json !== undefined) return { headers: { "content-type": "application/json" }, text: JSON.stringify(json) };
  if (form) return { headers: { "content-type": "application/x-www-form-urlencoded" }, text: new URLSearchParams(form).toString() };
  return null;
}

/** `name=value` of each cookie; whatever else the vendor says of it is for browsers. */
function cookieOf(lines: string | string[] | undefined): string | null {
  const pairs = [lines ?? []].flat().map((line) => line.split(";", 1)[0]?.trim() ?? "");
  const set = pairs.filter((pair) => /^[^=\s]+=./.test(pair));
  return set.length === 0 ? null : set.join("; ");
}
