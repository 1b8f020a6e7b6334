import type { Refusal } from "../domain/refusals";
import type { Widening } from "./widening";

/** Why a trust statement is refused or no longer counts, by name, each with the next step. */
export const trustReasons = {
  statement_altered: "The stored statement is malformed or not the one its digest names. Propose it again.",
  wrong_deployment: "The statement belongs to another deployment. Propose it here.",
  issued_ahead: "The statement claims to be issued later than it was seen. Set the clocks right and propose it again.",
  key_taken: "Another person or key is already trusted under this key id. Register a new key.",
  key_withdrawn: "The key was withdrawn, for good. Register a new one.",
  holder_departed: "The person left after this was proposed. Whoever comes back registers a new key.",
  newer_active: "A newer statement about the same is active.",
} as const;
export type TrustReason = keyof typeof trustReasons;

/** What stands behind a verdict. Plain JSON: the executor stores it for others to show. */
export interface TrustDetail {
  widens: Widening | null;
  /** whose signatures count */
  signedBy: { person: string; key: string; administrator: boolean }[];
  /** signatures that do not count, and why */
  ignored: { key: string; refusal: Refusal }[];
  /** distinct people who must sign; one of them an administrator */
  people: number;
  /** when the delay ends, ISO 8601; null when no delay runs */
  activeAt: string | null;
  /** of an active group: members who left since it was signed, and so no longer belong to it */
  lapsed?: string[];
}

export interface TrustVerdict {
  status: "waiting_signatures" | "waiting_delay" | "active" | "superseded" | "refused";
  reason: TrustReason | null;
  detail: TrustDetail;
}

export const noDetail: TrustDetail = { widens: null, signedBy: [], ignored: [], people: 1, activeAt: null };
