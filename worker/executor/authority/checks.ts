import { type VerifiedAnswer, verifyAnswer } from "../../../lib/signatures/verify-answer";
import { type AnswerCheck, answerChecks, chainedKey, keyChecks, type VerifyAnswer } from "./answer-checks";
import { type ConnectionCheck, connectionChecks } from "./connection-checks";
import { type CoverageCheck, coverageChecks, type QuorumCheck, type QuorumRule, quorumChecks, quorumRules } from "./quorum-checks";
import { type RequestCheck, requestChecks } from "./request-checks";
import { type TargetCheck, targetChecks } from "./target-checks";

/**
 * Every check the verifier makes, as one value that the executor is built with. Nothing in production passes another one;
 * mutations.test.ts takes checks away one by one and shows that each is needed.
 */
export interface Checks {
  request: readonly RequestCheck[];
  key: readonly AnswerCheck[];
  chainedKey: typeof chainedKey;
  signature: VerifyAnswer;
  answer: readonly AnswerCheck[];
  coverage: readonly CoverageCheck[];
  rules: readonly QuorumRule[];
  quorum: readonly QuorumCheck[];
  target: readonly TargetCheck[];
  connection: readonly ConnectionCheck[];
  single: ReadonlySet<SingleCheck>;
}

/** Checks that are one line of the code that makes them. */
export const singleChecks = [
  "the clock was not set back",
  "the target is not spent",
  /** nobody but the requester's own key says who asked (design, "Processes and walls" 2) */
  "an unsigned request needs one more approver",
  /** two texts with one meaning, or one text with two, would be signed over as one */
  "the text is the canonical one",
  "the execution is of the token that its target names",
  "administrators approve nothing",
  "the trust root is the executor's alone",
] as const;
export type SingleCheck = (typeof singleChecks)[number];

export const allChecks: Checks = {
  request: requestChecks,
  key: keyChecks,
  chainedKey,
  signature: (input): Promise<VerifiedAnswer> => verifyAnswer(input),
  answer: answerChecks,
  coverage: coverageChecks,
  rules: quorumRules,
  quorum: quorumChecks,
  target: targetChecks,
  connection: connectionChecks,
  single: new Set(singleChecks),
};

/** The names of all of them, in the order in which they are asked. */
export const checkNames: readonly string[] = [
  ...[requestChecks, keyChecks, answerChecks, coverageChecks, quorumRules, quorumChecks, connectionChecks, targetChecks].flatMap((list) =>
    list.map(({ name }) => name),
  ),
  ...singleChecks,
];
