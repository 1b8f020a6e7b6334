import { digestOf } from "../../../lib/core/canonical";
import type { Weighed } from "../../../lib/domain/criticality";
import type { Refusal } from "../../../lib/domain/refusals";
import type { Quorum, StatementTarget } from "../../../lib/domain/statement";
import type { ReadableCase, RequiredQuorum } from "./case";
import type { Checks } from "./checks";
import { requiredQuorum } from "./quorum-checks";
import { representedGroups } from "./represented-groups";
import type { VerifiedAnswers } from "./verify-request";

export interface Count {
  required: RequiredQuorum;
  counted: { people: number; groups: number };
  /** person ids, for the audit log and the page */
  signers: string[];
}
export type Weight =
  | { kind: "enough"; count: Count }
  /** too few signatures so far: the request stays open for more */
  | { kind: "waits"; for: Extract<Refusal, "not_enough_people" | "not_enough_groups">; count: Count }
  /** there would be enough, but some do not hold */
  | { kind: "refused"; refusal: Refusal; count: Count };

/**
 * Whether the answers suffice for one target. `seen` is what the vendor says of it now; without it only the floor is weighed.
 * Too few signatures is no refusal while more may come; signatures that do not hold, where they would have made the quorum, are.
 */
export function weighTarget(request: ReadableCase, target: StatementTarget, answers: VerifiedAnswers, seen: Weighed | undefined, checks: Checks): Weight {
  const { statement, trust } = request;
  const digest = digestOf(target);
  const position = statement.targets.indexOf(target);
  const signedQuorum: Quorum = statement.quorum[position] ?? trust.policy.statement.critical;
  // "administrators" says who may sign trust statements; it approves nothing.
  const apart = checks.single.has("administrators approve nothing");
  const approverGroups = new Map([...trust.groups].filter(([name]) => name !== "administrators" || !apart));
  const weighing = {
    policy: trust.policy.statement,
    signedQuorum,
    seen,
    requesterSigned: answers.requests.some((answer) => checks.coverage.every((check) => check.counts(answer, digest))),
  };
  const required = requiredQuorum(weighing, checks.rules, checks.single.has("an unsigned request needs one more approver"));
  const signers = answers.approvals.filter((answer) => checks.coverage.every((check) => check.counts(answer, digest))).map(({ answer }) => answer.signer);
  const people = new Set(signers);
  const count: Count = { required, counted: { people: people.size, groups: representedGroups(people, approverGroups) }, signers: [...people] };
  const failing = checks.quorum.find((check) => !check.holds({ signers, groups: approverGroups, required }));
  if (!failing) return { kind: "enough", count };
  const refusal = broken(request, answers, people, required.people);
  return refusal ? { kind: "refused", refusal, count } : { kind: "waits", for: failing.refusal, count };
}

/** The name of the first answer that does not hold, if with all such answers the quorum of people would have been reached. */
function broken(request: ReadableCase, answers: VerifiedAnswers, people: ReadonlySet<string>, required: number): Refusal | null {
  const [first] = answers.rejected;
  if (!first) return null;
  const claimedPeople = new Set([...people, ...answers.rejected.filter(({ row }) => row.kind === "approve").map(({ row }) => row.personId)]);
  const claimsRequester = answers.requests.length === 0 && request.answers.some((row) => row.kind === "request");
  return claimedPeople.size + (claimsRequester ? 1 : 0) >= required ? first.refusal : null;
}
