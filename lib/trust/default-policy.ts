import { digestOf } from "../core/canonical";
import type { ApprovalPolicyStatement } from "../domain/statement";

/**
 * What counts until a signed approval policy is active: one approver; two people from two groups when critical; ten minutes
 * in which a person may still stop the machine; a day before widened trust takes effect. Every deployment computes the same text.
 */
export function defaultPolicy(deployment: string): { digest: string; statement: ApprovalPolicyStatement } {
  const statement: ApprovalPolicyStatement = {
    type: "countersign/approval-policy",
    version: 1,
    deployment,
    nonce: "countersign-default-policy",
    issued: "2026-01-01T00:00:00.000Z",
    standard: { people: 1, groups: 1 },
    critical: { people: 2, groups: 2 },
    holdSeconds: 600,
    wideningDelaySeconds: 86_400,
  };
  return { digest: digestOf(statement), statement };
}
