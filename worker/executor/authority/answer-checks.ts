import type { Refusal } from "../../../lib/domain/refusals";
import type { Answer } from "../../../lib/domain/statement";
import type { SigningKey } from "../../../lib/signatures/assertion";
import type { AnswerToVerify, VerifiedAnswer } from "../../../lib/signatures/verify-answer";
import type { ReadableCase, StoredAnswer } from "./case";

/** One thing that must hold of one person's answer, beyond the signature itself. */
export interface AnswerCheck {
  name: string;
  refusal: Refusal;
  holds(request: ReadableCase, row: StoredAnswer, answer: Answer): boolean;
}

/** Checks of the key, before the signature is verified with it. */
export const keyChecks: readonly AnswerCheck[] = [
  { name: "the signing key is not withdrawn", refusal: "key_withdrawn", holds: (r, row) => !r.trust.withdrawn.has(row.keyId) },
];

/**
 * The key under this id as the trust root leads or led to it, or null. No table is asked: a row in `enrolment` says who registered a key, not that it counts.
 */
export const chainedKey = ({ trust }: ReadableCase, { keyId }: StoredAnswer): ChainedKey | null => trust.keys.get(keyId) ?? trust.lapsed.get(keyId) ?? null;
export type ChainedKey = Pick<SigningKey, "kind" | "publicKey" | "person">;

/** Checks of what was signed, once the signature holds. */
export const answerChecks: readonly AnswerCheck[] = [
  { name: "the answer was given to this request", refusal: "request_mismatch", holds: (r, _row, a) => !r.otherRequests.has(a.statement) },
  { name: "the answer was given to this statement", refusal: "statement_altered", holds: (r, _row, a) => a.statement === r.digest },
  { name: "the row names the person who signed", refusal: "signer_mismatch", holds: (_r, row, a) => row.personId === a.signer },
  { name: "the answer says what the row says", refusal: "statement_altered", holds: (_r, row, a) => a.answer === row.kind },
  {
    name: "only the requester signs as requester",
    refusal: "signer_mismatch",
    holds: (r, _row, a) => a.answer !== "request" || a.signer === r.statement.requester,
  },
  { name: "the requester does not approve", refusal: "self_approval", holds: (r, _row, a) => a.answer !== "approve" || a.signer !== r.statement.requester },
  { name: "the signer is still an active person", refusal: "signer_departed", holds: (r, _row, a) => r.activePeople.has(a.signer) },
  { name: "the signing key was signed since its person last left", refusal: "signer_returned", holds: (r, row) => !r.trust.lapsed.has(row.keyId) },
];

export type VerifyAnswer = (input: AnswerToVerify) => Promise<VerifiedAnswer>;
