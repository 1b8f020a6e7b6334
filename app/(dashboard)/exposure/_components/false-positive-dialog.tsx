"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import type { Failure } from "@/lib/core/result";

interface Props {
  title: string;
  onClose: () => void;
  onDecide: (reason: string) => Promise<Failure | null>;
}

/** Why it is no secret. What was typed stays when it fails. */
export function FalsePositiveDialog({ title, onClose, onDecide }: Props) {
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function decide() {
    setBusy(true);
    const failed = await onDecide(reason);
    setBusy(false);
    setFailure(failed);
    if (!failed) onClose();
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`“${title}” is no secret?`}
      description="The exposure closes as a false positive. Nothing is revoked, and it can be opened again."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} disabled={reason.trim() === ""} onClick={() => void decide()}>
            Close as false positive
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label="Why" hint="Stands in the audit log and beside the exposure. Don’t write the secret here." error={failure?.fields?.reason}>
          {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} required />}
        </Field>
        {failure && !failure.fields?.reason && <Message tone="error">{failure.message}</Message>}
      </div>
    </Dialog>
  );
}
