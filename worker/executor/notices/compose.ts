import type { Message } from "./channels";
import type { Composing } from "./composing";
import type { NoticeKind } from "./notices";
import { executionsActed, executionsBegin, executionsUnproven } from "./of-execution";
import { logBroken, logLate } from "./of-log";
import { toSign } from "./of-request";
import { rotationAsked } from "./of-rotation";
import { trustActive, trustWaiting } from "./of-trust";

/**
 * Puts a notice into words. Null when what it is about is gone. Each says what can be done on the executor's host, because web,
 * to which the link leads, may be the one that nobody should trust.
 */
export async function compose(from: Composing, kind: NoticeKind, about: readonly string[]): Promise<Message | null> {
  const [one = ""] = about;
  switch (kind) {
    case "request_to_sign":
      return toSign(from, one);
    case "execution_begins":
      return executionsBegin(from, about);
    case "execution_acted":
      return executionsActed(from, about);
    case "execution_unproven":
      return executionsUnproven(from, about);
    case "trust_waiting":
      return trustWaiting(from, one);
    case "trust_active":
      return trustActive(from, one);
    case "log_broken":
      return logBroken(from, one);
    case "log_late":
      return logLate(from, one);
    case "rotation_asked":
      return rotationAsked(from, one);
    default:
      return kind satisfies never;
  }
}
