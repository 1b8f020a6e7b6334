"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import type { Failure } from "@/lib/core/result";
import { withdrawRequestAction } from "../../actions";

/** The requester takes the request back, with a reason. */
export function WithdrawButton({ request, number }: { request: string; number: number }) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function withdraw(event: React.FormEvent) {
    event.preventDefault();
    setBusy(true);
    const result = await withdrawRequestAction({ request, reason });
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    notify("success", `R-${number} is withdrawn. Nothing was revoked.`);
    setOpen(false);
    void client.invalidateQueries();
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>Withdraw</Button>
      <Dialog open={open} onOpenChange={setOpen} title={`Withdraw R-${number}`} description="Nobody can sign it afterwards. It can be filed again.">
        <form onSubmit={withdraw} className="flex flex-col gap-3.5">
          <Field label="Reason" error={failure?.fields?.reason}>
            {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} required />}
          </Field>
          {failure && (
            <Message tone="error" title="It was not withdrawn">
              {failure.message}
            </Message>
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>Keep it</Button>
            <Button type="submit" variant="danger" busy={busy} disabled={reason.trim() === ""}>
              Withdraw the request
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
