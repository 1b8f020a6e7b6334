"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import { FormDialog } from "../../_components/form-dialog";
import { endTtlPolicyAction } from "../actions";

/** Ends a TTL policy: what went beyond it no longer does. */
export function EndTtlButton({ policy, scope }: { policy: string; scope: string }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  async function end() {
    const result = await endTtlPolicyAction({ policy, reason });
    if (!result.ok) return result.error;
    notify("success", "The policy has ended. It stays on record.");
    return null;
  }
  return (
    <>
      <Button size="sm" variant="quiet" aria-label={`End the policy for ${scope}`} onClick={() => setOpen(true)}>
        End
      </Button>
      {open && (
        <FormDialog
          title="End this TTL policy?"
          description={`${scope}. Its deviations close; a wider policy may hold instead.`}
          verb="End the policy"
          danger
          ready={reason.trim() !== ""}
          failed="It was not ended"
          onSubmit={end}
          onClose={() => setOpen(false)}
        >
          {(failure) => (
            <Field label="Reason" error={failure?.fields?.reason}>
              {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} required />}
            </Field>
          )}
        </FormDialog>
      )}
    </>
  );
}
