import { type VerifiedAnswer, verifyAnswer } from "../../../lib/signatures/verify-answer";
import { type AnswerCheck, answerChecks, keyChecks, type VerifyAnswer } from "./answer-checks";
import { type CoverageCheck, coverageChecks, type QuorumCheck, type QuorumRule, quorumChecks, quorumRules, unsignedRule } from "./quorum-checks";
import { type RequestCheck, requestChecks } from "./request-checks";
import { type TargetCheck, targetChecks } from "./target-checks";

/**
 * Every check the verifier makes, as one value that the executor is built with. Nothing in production passes another one;
 * mutations.test.ts takes checks away one by one and shows that each is needed.
 */
export interface Checks {
  request: readonly RequestCheck[];
  key: readonly AnswerCheck[];
  signature: VerifyAnswer;
  answer: readonly AnswerCheck[];
  coverage: readonly CoverageCheck[];
  rules: readonly QuorumRule[];
  unsignedRequestCostsOneMore: boolean;
  quorum: readonly QuorumCheck[];
  target: readonly TargetCheck[];
}

export const allChecks: Checks = {
  request: requestChecks,
  key: keyChecks,
  signature: (input): Promise<VerifiedAnswer> => verifyAnswer(input),
  answer: answerChecks,
  coverage: coverageChecks,
  rules: quorumRules,
  unsignedRequestCostsOneMore: true,
  quorum: quorumChecks,
  target: targetChecks,
};

/** The names of all of them, in the order they are asked. */
export const checkNames: readonly string[] = [
  ...[requestChecks, keyChecks, answerChecks, coverageChecks, quorumRules, quorumChecks, targetChecks].flatMap((list) => list.map(({ name }) => name)),
  unsignedRule,
];
