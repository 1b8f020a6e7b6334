"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import type { Failure } from "@/lib/core/result";
import { endTtlPolicyAction } from "../actions";

/** Ends a TTL policy: what went beyond it no longer does. */
export function EndTtlButton({ policy, scope }: { policy: string; scope: string }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [reason, setReason] = useState("");
  async function submit(event: React.FormEvent) {
    event.preventDefault();
    setBusy(true);
    const result = await endTtlPolicyAction({ policy, reason });
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    setOpen(false);
    notify("success", "The policy has ended. It stays on record.");
  }
  return (
    <>
      <Button size="sm" variant="quiet" aria-label={`End the policy for ${scope}`} onClick={() => setOpen(true)}>
        End
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title="End this TTL policy?" description={`${scope}. Its deviations close; a wider policy may hold instead.`}>
        <form onSubmit={submit} className="flex flex-col gap-3.5">
          <Field label="Reason" error={failure?.fields?.reason}>
            {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} required />}
          </Field>
          {failure && (
            <Message tone="error" title="It was not ended">
              {failure.message}
            </Message>
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" variant="danger" busy={busy} disabled={reason.trim() === ""}>
              End the policy
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
