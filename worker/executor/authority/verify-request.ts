import type { Refusal } from "../../../lib/domain/refusals";
import type { StatementTarget } from "../../../lib/domain/statement";
import { readAnswer } from "../../../lib/signatures/answer";
import type { AnswerCheck } from "./answer-checks";
import type { CountedAnswer, ReadableCase, RejectedAnswer, RequestCase, StoredAnswer } from "./case";
import type { Checks } from "./checks";

/** The answers of a request, sorted into those that count and those that do not. */
export interface VerifiedAnswers {
  approvals: CountedAnswer[];
  /** the requester's own signatures that hold, each for the targets it names */
  requests: CountedAnswer[];
  rejected: RejectedAnswer[];
}

/** Whether the statement could be read at all. */
export const isReadable = (request: RequestCase): request is ReadableCase => request.statement !== null;

/** The first of the request's checks that does not hold for this target, or null. */
export function refuseRequest(request: ReadableCase, target: StatementTarget, checks: Checks): Refusal | null {
  return checks.request.find((check) => !check.holds(request, target))?.refusal ?? null;
}

/** Verifies each stored answer by itself, from its text. Never throws. */
export async function verifyAnswers(request: ReadableCase, checks: Checks): Promise<VerifiedAnswers> {
  const verified: VerifiedAnswers = { approvals: [], requests: [], rejected: [] };
  for (const row of request.answers) {
    const result = await verifyOne(request, row, checks);
    if ("refusal" in result) verified.rejected.push(result);
    else if (result.answer.answer === "request") verified.requests.push(result);
    else verified.approvals.push(result);
  }
  return verified;
}

async function verifyOne(request: ReadableCase, row: StoredAnswer, checks: Checks): Promise<CountedAnswer | RejectedAnswer> {
  const claimed = readAnswer(row.answer);
  if (!claimed) return { row, refusal: "statement_altered" };
  const key = firstFailing(checks.key, request, row, claimed);
  if (key) return { row, refusal: key.refusal };
  const known = checks.chainedKey(request, row);
  if (!known) return { row, refusal: "key_not_chained" };
  const { rpId, origin } = request.root;
  const { kind, publicKey, person } = known;
  const signature = await checks.signature({ answerText: row.answer, assertion: row.assertion, key: { id: row.keyId, kind, publicKey, person }, rpId, origin });
  if (!signature.ok) return { row, refusal: signature.refusal };
  const failing = firstFailing(checks.answer, request, row, signature.answer);
  return failing ? { row, refusal: failing.refusal } : { row, answer: signature.answer };
}

const firstFailing = (checks: readonly AnswerCheck[], request: ReadableCase, row: StoredAnswer, answer: CountedAnswer["answer"]) =>
  checks.find((check) => !check.holds(request, row, answer));
