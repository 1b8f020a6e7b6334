"use server";

import { defineAction } from "@/lib/next/define-action";
import { ProposeStatementInput, proposeStatement } from "@/lib/trust/propose-statement";
import { endTtlPolicy } from "@/lib/ttl/end-ttl-policy";
import { EndTtlPolicyInput, SetTtlPolicyInput } from "@/lib/ttl/schemas";
import { setTtlPolicy } from "@/lib/ttl/set-ttl-policy";

/** Proposes an approver group, an approval policy or the withdrawal of a key. Without effect until administrators have signed it. */
export const proposeAction = defineAction({
  input: ProposeStatementInput,
  authorize: () => ({ action: "trust.propose" }),
  run: proposeStatement,
  revalidate: ["/policies", "/set-up"],
});

/** Says how long tokens may live, and why. */
export const setTtlPolicyAction = defineAction({
  input: SetTtlPolicyInput,
  authorize: () => ({ action: "ttl.set" }),
  run: setTtlPolicy,
  revalidate: ["/policies"],
});

/** Ends a TTL policy. */
export const endTtlPolicyAction = defineAction({
  input: EndTtlPolicyInput,
  authorize: () => ({ action: "ttl.set" }),
  run: endTtlPolicy,
  revalidate: ["/policies"],
});
