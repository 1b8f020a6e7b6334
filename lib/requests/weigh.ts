import { criticalBecause } from "../domain/criticality";
import type { ApprovalPolicyStatement, Quorum } from "../domain/statement";
import type { Approver } from "./active-trust";
import type { LoadedTarget } from "./load-targets";

export interface Weight {
  quorum: Quorum;
  critical: boolean;
  /** why it is critical, in words; empty for a standard one */
  because: string[];
}

/** How many people a target needs as far as this database knows. The executor asks the vendor and takes the stricter. */
export function weigh(policy: ApprovalPolicyStatement, { target, reach }: LoadedTarget): Weight {
  const because = criticalBecause({ environment: target.environment, reach });
  const critical = because.length > 0;
  return { critical, because, quorum: critical ? policy.critical : policy.standard };
}

/** The strictest of several quorums: what a signature over all targets must reach. */
export function strictest(quorums: Quorum[]): Quorum {
  return { people: Math.max(1, ...quorums.map((q) => q.people)), groups: Math.max(1, ...quorums.map((q) => q.groups)) };
}

export interface ApproverPool {
  /** who may sign: active people with an active key, without the requester */
  people: Approver[];
  /** how many different groups they can stand for */
  groups: number;
  enough: boolean;
}

/** Whether the enrolled approvers can reach the quorum at all, the requester left out. */
export function approverPool(approvers: Approver[], requester: string, quorum: Quorum): ApproverPool {
  const people = approvers.filter((approver) => approver.id !== requester);
  const taken = new Set<string>();
  // Those with the fewest groups choose first, so that nobody takes the only place of another.
  for (const person of [...people].sort((a, b) => a.groups.length - b.groups.length)) {
    const free = person.groups.find((group) => !taken.has(group));
    if (free !== undefined) taken.add(free);
  }
  return { people, groups: taken.size, enough: people.length >= quorum.people && taken.size >= quorum.groups };
}
