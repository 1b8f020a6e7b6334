import { conflict } from "../core/errors";
import type { TokenState } from "../domain/token-states";
import type { SignableRequest } from "./load-request";

/** Why nothing is left to sign on a request, in a sentence with the next step; null while it waits for people. */
export function alreadyDecided({ status, number, denials }: Pick<SignableRequest, "status" | "number" | "denials">): string | null {
  switch (status) {
    case "pending":
      return null;
    case "approved":
      return `Enough people have signed R-${number}; the machine is acting on it. Nothing is left to sign.`;
    case "denied":
      return `R-${number} was denied${denials[0]?.person ? ` by ${denials[0].person.name}: “${denials[0].reason}”` : "."} If it should happen after all, have it filed again.`;
    case "withdrawn":
      return `The requester withdrew R-${number}. If it should happen after all, have it filed again.`;
    case "expired":
      return `R-${number} ran out of time before enough people signed. Filing it again is one click on its page.`;
    case "stopped":
      return `An operator stopped R-${number} on the executor's host. Ask them before it is filed again.`;
    default:
      return status satisfies never;
  }
}

/** Throws Conflict unless the request waits for people. */
export function requirePending(request: SignableRequest): void {
  const sentence = alreadyDecided(request);
  if (sentence) throw conflict(sentence);
}

/** Whether a no still changes anything: while it waits for people, and in the hold, until the machine has begun to act on all of it. */
export function canStillStop({ status, targets, acted }: Pick<SignableRequest, "status" | "targets" | "acted">): boolean {
  return status === "pending" || (status === "approved" && acted < targets.length);
}

/** Throws Conflict unless a denial still changes anything. */
export function requireStoppable(request: SignableRequest): void {
  if (canStillStop(request)) return;
  throw conflict(
    request.status === "approved"
      ? `The machine has begun to act on R-${request.number}: a denial comes too late.`
      : (alreadyDecided(request) ?? `R-${request.number} has ended.`),
  );
}

/** Whether there is nothing left to revoke. */
export const isOver = (state: TokenState | null): boolean => state === "dead";
