"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { useProposal } from "./use-proposal";

/** Proposes that a key counts for nothing from then on, for good. One administrator's signature is enough. */
export function WithdrawKeyButton({ keyId, title }: { keyId: string; title: string }) {
  const { open, setOpen, busy, failure, propose } = useProposal();
  const [reason, setReason] = useState("");
  function submit(event: React.FormEvent) {
    event.preventDefault();
    void propose({ propose: "withdrawal", key: keyId, reason });
  }
  return (
    <>
      <Button size="sm" aria-label={`Withdraw ${title}`} onClick={() => setOpen(true)}>
        Withdraw
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Withdraw ${title}?`}
        description="Once one administrator signs, it counts for nothing, for good and at once. What it signed before stays."
      >
        <form onSubmit={submit} className="flex flex-col gap-3.5">
          <Field label="Reason" error={failure?.fields?.reason}>
            {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} required />}
          </Field>
          {failure && (
            <Message tone="error" title="It was not proposed">
              {failure.message}
            </Message>
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" variant="danger" busy={busy} disabled={reason.trim() === ""}>
              Propose withdrawal
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
