import type { Refusal } from "../domain/refusals";
import type { Answer } from "../domain/statement";
import { readAnswer } from "./answer";
import { Assertion, type SigningKey } from "./assertion";
import { verifyFileKey } from "./verify-file-key";
import { verifyWebauthn } from "./verify-webauthn";

export interface AnswerToVerify {
  /** the text that was signed, as stored */
  answerText: string;
  /** the stored assertion, not yet parsed */
  assertion: unknown;
  key: SigningKey;
  /** pinned with the trust root */
  rpId: string;
  /** the signer's origin, pinned with the trust root */
  origin: string;
}
export type VerifiedAnswer = { ok: true; answer: Answer } | { ok: false; refusal: Refusal };

const refuse = (refusal: Refusal): VerifiedAnswer => ({ ok: false, refusal });

/**
 * Whether this key signed this answer, on the signer's page and with user verification. Says nothing about whether the key
 * counts or what the answer is about: the caller compares `answer.statement`, `answer.answer` and `answer.targets`.
 * Refusals: statement_altered, signer_mismatch, bad_signature, wrong_origin, wrong_rp, user_not_verified. Never throws.
 */
export async function verifyAnswer(input: AnswerToVerify): Promise<VerifiedAnswer> {
  const answer = readAnswer(input.answerText);
  if (!answer) return refuse("statement_altered");
  if (answer.key !== input.key.id || answer.signer !== input.key.person) return refuse("signer_mismatch");
  const assertion = Assertion.safeParse(input.assertion);
  if (!assertion.success) return refuse("bad_signature");
  const refusal = await check(input, assertion.data);
  return refusal ? refuse(refusal) : { ok: true, answer };
}

async function check({ answerText, key, rpId, origin }: AnswerToVerify, assertion: Assertion): Promise<Refusal | null> {
  switch (key.kind) {
    case "ed25519":
      return "signature" in assertion && verifyFileKey(key.publicKey, answerText, assertion.signature) ? null : "bad_signature";
    case "webauthn":
      return "response" in assertion ? verifyWebauthn({ answerText, assertion, key, rpId, origin }) : "bad_signature";
    default:
      return key.kind satisfies never;
  }
}
