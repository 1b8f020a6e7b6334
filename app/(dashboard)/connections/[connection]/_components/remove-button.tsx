"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import type { Failure } from "@/lib/core/result";
import { removeConnectionAction } from "../../actions";

/** Stops reading and revoking at a connection; what is known of it stays. */
export function RemoveButton({ id, name }: { id: string; name: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function remove(event: React.FormEvent) {
    event.preventDefault();
    setBusy(true);
    const result = await removeConnectionAction({ connectionId: id, reason });
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    router.push("/connections");
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>Remove</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Remove ${name}`}
        description="It is not read any more and nothing can be revoked there. Its tokens, findings and history stay: not being watched is no reason to call them gone."
      >
        <form onSubmit={remove} className="flex flex-col gap-3.5">
          <Field label="Reason" error={failure?.fields?.reason}>
            {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} required maxLength={2000} />}
          </Field>
          {failure && (
            <Message tone="error" title="It was not removed">
              {failure.message}
            </Message>
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>Keep it</Button>
            <Button type="submit" variant="danger" busy={busy} disabled={reason.trim() === ""}>
              Remove the connection
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
