"use client";

import { notify } from "@/components/ui/toast";
import { ReasonButton } from "../../_components/reason-button";
import { endTtlPolicyAction } from "../actions";

/** Ends a TTL policy: what went beyond it no longer does. */
export function EndTtlButton({ policy, scope }: { policy: string; scope: string }) {
  async function end(reason: string) {
    const result = await endTtlPolicyAction({ policy, reason });
    if (!result.ok) return result.error;
    notify("success", "The policy has ended. It stays on record.");
    return null;
  }
  return (
    <ReasonButton
      size="sm"
      variant="quiet"
      label={`End the policy for ${scope}`}
      title="End this TTL policy?"
      description={`${scope}. Its deviations close; a wider policy may hold instead.`}
      verb="End the policy"
      failed="It was not ended"
      act={end}
    >
      End
    </ReasonButton>
  );
}
