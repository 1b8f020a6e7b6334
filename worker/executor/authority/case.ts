import type { Refusal } from "../../../lib/domain/refusals";
import type { Answer, Quorum, RevocationStatement } from "../../../lib/domain/statement";
import type { TrustRoot, TrustView } from "../../../lib/trust/chain";

/** An approval row as stored. Its columns are claims; only the signed answer counts. */
export interface StoredAnswer {
  id: string;
  kind: "request" | "approve";
  personId: string;
  keyId: string;
  answer: string;
  assertion: unknown;
}

export type LatchKind = "denied" | "withdrawn" | "stopped";

/** Everything the verifier looks at for one request: rows as read, nothing in them believed. Pure data, so that each check can be read alone. */
export interface RequestCase {
  now: Date;
  root: TrustRoot;
  trust: TrustView;
  row: { id: string; digest: string; connectionId: string; requesterId: string };
  /** SHA-256 of the stored text, computed here */
  digest: string;
  /** the stored text, parsed and found canonical; null when it is not */
  statement: RevocationStatement | null;
  /** by the executor's own clock and memory */
  firstSight: Date;
  latches: ReadonlySet<LatchKind>;
  answers: readonly StoredAnswer[];
  /** ids of people whom the directory calls active */
  activePeople: ReadonlySet<string>;
  /** statement digest → request id, for the statements of other requests that answers here name */
  otherRequests: ReadonlyMap<string, string>;
  /** digests of targets whose first act this executor remembers from its own journal */
  acted: ReadonlySet<string>;
}

/** A case whose statement could be read. */
export type ReadableCase = RequestCase & { statement: RevocationStatement };

/** An answer that passed every check. */
export interface CountedAnswer {
  row: StoredAnswer;
  answer: Answer;
}
/** An answer that counts for nothing, and why. */
export interface RejectedAnswer {
  row: StoredAnswer;
  refusal: Refusal;
}

export interface RequiredQuorum extends Quorum {
  /** why it is what it is, in words */
  because: string[];
}
