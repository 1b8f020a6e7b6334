"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import type { Failure } from "@/lib/core/result";
import type { FindingState } from "@/lib/domain/states";
import { triageFindingAction } from "../actions";

const Dialog = dynamic(() => import("@/components/ui/dialog").then((file) => file.Dialog), { loading: () => null });

interface Props {
  id: string;
  /** what the rule is called, for the names of the buttons */
  rule: string;
  status: FindingState;
}

/** Where a person says a finding stands: somebody looks at it, or the rule is wrong here. Proof alone closes it otherwise. */
export function FindingTriage({ id, rule, status }: Props) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function move(to: "open" | "in_review" | "closed_false_positive") {
    setBusy(true);
    const result = await triageFindingAction({ findingId: id, to, reason: to === "closed_false_positive" ? reason : "" });
    setBusy(false);
    if (!result.ok) {
      setFailure(result.error);
      return asking || notify("error", result.error.message);
    }
    setAsking(false);
    setReason("");
    router.refresh();
  }
  if (status === "closed_false_positive")
    return (
      <Button size="sm" variant="quiet" busy={busy} aria-label={`Open again: ${rule}`} onClick={() => void move("open")}>
        Open again
      </Button>
    );
  return (
    <>
      {status !== "in_review" && (
        <Button size="sm" variant="quiet" busy={busy} aria-label={`Take into review: ${rule}`} onClick={() => void move("in_review")}>
          Take into review
        </Button>
      )}
      <Button size="sm" variant="quiet" aria-label={`False positive: ${rule}`} onClick={() => setAsking(true)}>
        False positive
      </Button>
      {asking && (
        <Dialog
          open
          onOpenChange={setAsking}
          title={`“${rule}” is wrong here?`}
          description="The finding closes as a false positive. Nothing at the vendor is touched, and the finding can be opened again."
          footer={
            <>
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button variant="primary" busy={busy} disabled={reason.trim() === ""} onClick={() => void move("closed_false_positive")}>
                Close as false positive
              </Button>
            </>
          }
        >
          <div className="flex flex-col gap-3">
            <Field label="Why" hint="Stands in the audit log and beside the finding." error={failure?.fields?.reason}>
              {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} required />}
            </Field>
            {failure && !failure.fields?.reason && <Message tone="error">{failure.message}</Message>}
          </div>
        </Dialog>
      )}
    </>
  );
}
