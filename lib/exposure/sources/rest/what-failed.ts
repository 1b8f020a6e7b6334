import type { VendorFault } from "../../../connectors/vendor-http";
import type { RefusalReason, UnreadableReason } from "../../../domain/exposures";
import { SourceFault } from "../piece";

/** Why what is listed for one row can't be had, where the rest may be read on; null where the fault is the whole system's: its credential, its wish for a pause, our stopping. */
export function reasonOf({ kind, status, sent }: VendorFault): Extract<UnreadableReason, RefusalReason> | null {
  if (status === 403) return kind === "rate_limited" ? null : "not_allowed";
  if (status === 404 || status === 410) return "vanished";
  switch (kind) {
    case "shape":
      return sent ? "faulty" : "malformed";
    case "left_origin":
      return "elsewhere";
    case "network":
    case "timeout":
      return "timed_out";
    case "server_error":
    case "unexpected_status":
      return "faulty";
    case "too_large":
      return "too_large";
    case "credential":
    case "address_refused":
    case "cancelled":
    case "rate_limited":
      return null;
    default:
      return kind satisfies never;
  }
}

/** The same for one file: where it is refused, or leads where nobody is asked, the rest is read on. */
export function reasonOfFile(fault: VendorFault): ReturnType<typeof reasonOf> {
  if (fault.status === 401) return "not_allowed";
  return fault.kind === "address_refused" ? "elsewhere" : reasonOf(fault);
}

/** A system that failed so often in a row does so altogether. */
export const mostInARow = 3;
/** Whether such a fault may be the whole system's, and is counted in a row. */
export const mayBeAll = (reason: UnreadableReason): boolean => reason === "timed_out" || reason === "faulty";

/** An hour: what a system has is often over by then. */
const soonSeconds = 3_600;

/** Why a system can't be read on, in a sentence with the next step. */
export function faultOf(error: VendorFault): SourceFault {
  const passes = ["network", "timeout", "server_error", "rate_limited"].includes(error.kind);
  return new SourceFault(error.message, passes ? (error.retryAfterSeconds ?? soonSeconds) : null);
}
