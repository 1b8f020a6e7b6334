"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import type { Failure } from "@/lib/core/result";
import { decideLinkAction } from "../../actions";

interface Props {
  personId: string;
  accountId: string;
  /** name of the account, with its connection */
  account: string;
  linked: boolean;
}

/** Undoes the link of an account to a person, or restores one that was undone. Asks why. */
export function LinkChange({ personId, accountId, account, linked }: Props) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Failure | null>(null);
  const verb = linked ? "Undo" : "Restore";
  async function decide() {
    setBusy(true);
    const result = await decideLinkAction({ accountId, personId, decision: linked ? "rejected" : "confirmed", reason });
    setBusy(false);
    if (!result.ok) return setError(result.error);
    setOpen(false);
    setReason("");
    notify("success", linked ? "The link is undone. Findings follow within seconds." : "The link holds again. Findings follow within seconds.");
  }
  return (
    <>
      <Button size="sm" aria-label={`${verb} the link of ${account}`} onClick={() => setOpen(true)}>
        {verb}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={linked ? `${account} is not theirs?` : `${account} is theirs after all?`}
        description="The account itself is not touched. What is said about its tokens changes, and so do findings that rest on it."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" busy={busy} onClick={() => void decide()}>
              {linked ? "Undo link" : "Restore link"}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3">
          <Field label="Why" hint="Stands in the audit log and beside the account." error={error?.fields?.reason}>
            {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} required />}
          </Field>
          {error && !error.fields?.reason && <Message tone="error">{error.message}</Message>}
        </div>
      </Dialog>
    </>
  );
}
