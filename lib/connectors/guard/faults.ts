import { VendorFault, type VendorResponse } from "../vendor-http";
import { ConnectFault } from "./agent";
import { longestRetryAfterSeconds, retryAfterSeconds } from "./back-off";

/** Gives a response back that the connector can judge; throws VendorFault for 429, 5xx and redirects. `what` names the request in messages. */
export function judge(response: VendorResponse, what: string, now: Date): VendorResponse {
  const { status, headers } = response;
  const after = retryAfterSeconds(headers["retry-after"], now);
  if (status === 429) throw new VendorFault("rate_limited", `${what} answered 429: too many requests.`, true, status, after);
  if (status >= 500) throw new VendorFault("server_error", `${what} answered ${status}.`, true, status, after);
  if (status >= 300 && status < 400 && status !== 304)
    throw new VendorFault("left_origin", `${what} answered ${status}, a redirect, which is not followed. Give the origin it leads to.`, true, status);
  return response;
}

/** Whether a try that may be repeated is worth repeating. */
export const worthRetrying = (fault: VendorFault): boolean =>
  ["network", "timeout", "rate_limited", "server_error"].includes(fault.kind) && (fault.retryAfterSeconds ?? 0) <= longestRetryAfterSeconds;

/** What stopped an exchange, as a VendorFault whose text holds nothing that was sent. */
export function asFault(error: unknown, what: string, late: boolean, total: number, signal: AbortSignal | undefined): VendorFault {
  if (error instanceof VendorFault) return error;
  if (error instanceof ConnectFault)
    return new VendorFault(error.refused ? "address_refused" : "network", `${what}: ${error.message}.`.replace(/\.\.$/, "."), false);
  if (signal?.aborted) return new VendorFault("cancelled", `${what} was cancelled; the vendor may have acted on it.`, true);
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "unknown fault";
  if (late || code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT")
    return new VendorFault("timeout", `${what} did not answer in full within ${total / 1000} s.`, true);
  // The library's own text is left out: it may quote what was sent.
  if (code === "UND_ERR_INVALID_ARG")
    return new VendorFault("shape", `${what} could not be sent: the credential or a value holds characters that HTTP does not allow.`, false);
  return new VendorFault("network", `${what}: the connection was lost (${code}).`, true);
}
