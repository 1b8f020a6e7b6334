import { createHash } from "node:crypto";
import { canonical } from "../core/canonical";
import { Answer } from "../domain/statement";

/** The exact text a key signs for this answer: canonical JSON, its target digests sorted and without doubles. */
export function answerText(answer: Answer): string {
  return canonical(Answer.parse({ ...answer, targets: [...new Set(answer.targets)].sort() }));
}

/** The WebAuthn challenge of an answer: SHA-256 of its text, base64url. */
export const challengeOf = (text: string): string => createHash("sha256").update(text, "utf8").digest("base64url");

/** Reads an answer's text back; null unless it is exactly what `answerText` would have written. */
export function readAnswer(text: string): Answer | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const answer = Answer.safeParse(value);
  return answer.success && answerText(answer.data) === text ? answer.data : null;
}
