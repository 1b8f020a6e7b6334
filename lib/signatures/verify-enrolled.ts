import type { Context } from "../core/context";
import type { Queryable } from "../core/db";
import type { Answer } from "../domain/statement";
import { readAnswer } from "./answer";
import { Assertion } from "./assertion";
import { SignatureRefused } from "./refused";
import type { SigningPage } from "./signing-page";
import { verifyAnswer } from "./verify-answer";

export interface GivenSignature {
  /** the canonical answer, as signed */
  answer: string;
  assertion: unknown;
}

export interface EnrolledSignature {
  answer: Answer;
  /** canonical text of the answer, to be stored */
  text: string;
  assertion: Assertion;
  person: { id: string; displayName: string };
}

/**
 * Checks a signature on its way in: by an enrolled key that is not withdrawn, of an active person, who is the one acting.
 * Whether it counts is for the executor, which checks all of it anew. Throws SignatureRefused by name.
 */
export async function verifyEnrolled(
  ctx: Context,
  db: Queryable,
  given: GivenSignature,
  page: Pick<SigningPage, "origin" | "rpId">,
): Promise<EnrolledSignature> {
  const answer = readAnswer(given.answer);
  if (!answer) throw new SignatureRefused("statement_altered", "What was signed is malformed. Load the page anew and sign again.");
  const key = await db.enrolment.findUnique({ where: { keyId: answer.key }, include: { person: true } });
  if (!key) throw new SignatureRefused("key_not_chained", "This key is not enrolled here. Enrol it first, or sign with one that is.");
  if (await isWithdrawn(db, key.keyId)) throw new SignatureRefused("key_withdrawn");
  if (ctx.actor.type === "person" && ctx.actor.id !== key.personId)
    throw new SignatureRefused("signer_mismatch", "This key belongs to someone else than the person who opened this page. Sign with your own.");
  if (key.person.status !== "active") throw new SignatureRefused("signer_departed");
  const result = await verifyAnswer({
    answerText: given.answer,
    assertion: given.assertion,
    key: { id: key.keyId, kind: key.kind, publicKey: key.publicKey, person: key.personId },
    origin: page.origin,
    rpId: page.rpId,
  });
  if (!result.ok) throw new SignatureRefused(result.refusal);
  return { answer, text: given.answer, assertion: Assertion.parse(given.assertion), person: { id: key.personId, displayName: key.person.displayName } };
}

/** Whether an active withdrawal of this key is known. */
export async function isWithdrawn(db: Queryable, keyId: string): Promise<boolean> {
  return (await db.trustStatement.count({ where: { kind: "key_withdrawal", subject: keyId, state: { status: "active" } } })) > 0;
}
