import { criticalBecause, type Weighed } from "../../../lib/domain/criticality";
import type { Refusal } from "../../../lib/domain/refusals";
import type { ApprovalPolicyStatement, Quorum } from "../../../lib/domain/statement";
import type { CountedAnswer, RequiredQuorum } from "./case";
import { representedGroups } from "./represented-groups";

/** What a target's signatures are weighed by. */
export interface Weighing {
  policy: ApprovalPolicyStatement;
  /** as the signed statement says for this target */
  signedQuorum: Quorum;
  /** as read at the vendor; undefined = not read yet */
  seen: Weighed | undefined;
  requesterSigned: boolean;
}

/** A floor under the quorum. The required one is the highest of all floors, then raised for unsigned requests. */
export interface QuorumRule {
  name: string;
  floor(weighing: Weighing): { quorum: Quorum; because: string[] } | null;
}

export const quorumRules: readonly QuorumRule[] = [
  { name: "the approval policy's standard quorum", floor: ({ policy }) => ({ quorum: policy.standard, because: [] }) },
  { name: "the quorum the signed statement names", floor: ({ signedQuorum }) => ({ quorum: signedQuorum, because: [] }) },
  {
    name: "the critical quorum for production, high reach or unknown",
    floor: ({ policy, seen }) => {
      const because = seen ? criticalBecause(seen) : [];
      return because.length > 0 ? { quorum: policy.critical, because } : null;
    },
  },
];

/** Which of the valid answers count for one target. */
export interface CoverageCheck {
  name: string;
  counts(answer: CountedAnswer, targetDigest: string): boolean;
}
export const coverageChecks: readonly CoverageCheck[] = [
  { name: "the answer covers this target", counts: ({ answer }, digest) => answer.targets.includes(digest) },
];

export interface SignerCount {
  /** ids of the people whose approvals count, one entry an approval */
  signers: readonly string[];
  groups: ReadonlyMap<string, ReadonlySet<string>>;
  required: Quorum;
}
export interface QuorumCheck {
  name: string;
  refusal: Extract<Refusal, "not_enough_people" | "not_enough_groups">;
  holds(count: SignerCount): boolean;
}
export const quorumChecks: readonly QuorumCheck[] = [
  { name: "enough distinct people signed", refusal: "not_enough_people", holds: ({ signers, required }) => new Set(signers).size >= required.people },
  {
    name: "they come from enough distinct approver groups",
    refusal: "not_enough_groups",
    holds: ({ signers, groups, required }) => representedGroups(new Set(signers), groups) >= required.groups,
  },
];

/** The highest of the floors, with the reasons given by those that asked for more than the policy's standard. */
export function requiredQuorum(weighing: Weighing, rules: readonly QuorumRule[], unsignedCosts: boolean): RequiredQuorum {
  const floors = rules.flatMap((rule) => rule.floor(weighing) ?? []);
  const extra = unsignedCosts && !weighing.requesterSigned ? 1 : 0;
  return {
    people: Math.max(1, ...floors.map(({ quorum }) => quorum.people)) + extra,
    groups: Math.max(1, ...floors.map(({ quorum }) => quorum.groups)),
    because: [...floors.flatMap(({ because }) => because), ...(extra ? ["the requester has not signed"] : [])],
  };
}
