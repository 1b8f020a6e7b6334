import type { ApprovalPolicyStatement, TrustStatement } from "../domain/statement";

/** What holds now, as far as widening is measured against it. */
export interface WideningBase {
  groups: ReadonlyMap<string, ReadonlySet<string>>;
  policy: { statement: ApprovalPolicyStatement };
  /** is an administrator by the pin itself; null once that person has left */
  rootPerson: string | null;
}

export const policyParts = ["standard people", "standard groups", "critical people", "critical groups", "hold", "widening delay"] as const;
export type PolicyPart = (typeof policyParts)[number];

/** How a statement would give authority that does not exist yet. */
export type Widening =
  | { kind: "key"; person: string }
  | { kind: "members"; group: string; added: string[] }
  | { kind: "policy"; weaker: PolicyPart[] }
  | { kind: "connection"; connection: string };

/** What this statement widens, or null when it narrows or changes nothing. Widening needs two people and a delay; narrowing neither. */
export function whatWidens(statement: TrustStatement, base: WideningBase): Widening | null {
  switch (statement.type) {
    case "countersign/key":
      return { kind: "key", person: statement.person };
    case "countersign/key-withdrawal":
      return null;
    case "countersign/approver-group": {
      const current = base.groups.get(statement.group);
      const isRoot = (member: string) => statement.group === "administrators" && member === base.rootPerson;
      const added = statement.members.filter((member) => !current?.has(member) && !isRoot(member));
      return added.length > 0 ? { kind: "members", group: statement.group, added } : null;
    }
    case "countersign/approval-policy": {
      const weaker = policyParts.filter((part) => partOf(statement, part) < partOf(base.policy.statement, part));
      return weaker.length > 0 ? { kind: "policy", weaker } : null;
    }
    case "countersign/connection":
      return { kind: "connection", connection: statement.connection };
    default:
      return statement satisfies never;
  }
}

/** One number of a policy; more is always stricter. */
export function partOf(policy: ApprovalPolicyStatement, part: PolicyPart): number {
  switch (part) {
    case "standard people":
      return policy.standard.people;
    case "standard groups":
      return policy.standard.groups;
    case "critical people":
      return policy.critical.people;
    case "critical groups":
      return policy.critical.groups;
    case "hold":
      return policy.holdSeconds;
    case "widening delay":
      return policy.wideningDelaySeconds;
    default:
      return part satisfies never;
  }
}
