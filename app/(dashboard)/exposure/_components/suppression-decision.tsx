"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import type { Result } from "@/lib/core/result";
import type { SuppressionRow } from "@/lib/exposure/suppressions/list-suppressions";
import { ReasonButton } from "../../_components/reason-button";
import { decideSuppressionAction, endSuppressionAction } from "../actions";

/** What whoever looks may do about a suppression: the second person agrees or not, the proposer withdraws, anyone who triages revokes. */
export function SuppressionDecision({ row, decider }: { row: SuppressionRow; decider: string | null }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  if (decider === null || (row.status !== "proposed" && row.status !== "active")) return null;
  const named = (verb: string) => `${verb}: ${row.exposure.title} ${row.exposure.hint}`;
  async function act(words: string, what: () => Promise<Result<unknown>>) {
    setBusy(true);
    const result = await what();
    setBusy(false);
    notify(result.ok ? "success" : "error", result.ok ? words : result.error.message);
    router.refresh();
  }
  const end = (words: string) => void act(words, () => endSuppressionAction({ suppressionId: row.id }));
  if (row.status === "active")
    return (
      <Button size="sm" busy={busy} aria-label={named("Revoke")} onClick={() => end("Revoked. The exposure is open again.")}>
        Revoke
      </Button>
    );
  if (row.proposed.by === decider)
    return (
      <Button size="sm" busy={busy} aria-label={named("Withdraw")} onClick={() => end("Withdrawn. Nothing was hidden.")}>
        Withdraw
      </Button>
    );
  const agree = () => void act("Agreed. It is closed as a false positive.", () => decideSuppressionAction({ suppressionId: row.id, agree: true }));
  return (
    <span className="inline-flex flex-wrap gap-2">
      <Button size="sm" variant="primary" busy={busy} aria-label={named("Agree")} onClick={agree}>
        Agree
      </Button>
      <ReasonButton
        size="sm"
        label={named("Decline")}
        title="It may be a secret?"
        description="The proposal ends, and the exposure stays as it is."
        verb="Decline"
        failed="It is not declined"
        act={async (reason) => {
          const result = await decideSuppressionAction({ suppressionId: row.id, agree: false, reason });
          if (!result.ok) return result.error;
          notify("success", "Declined. The exposure stays as it is.");
          router.refresh();
          return null;
        }}
      >
        Decline
      </ReasonButton>
    </span>
  );
}
