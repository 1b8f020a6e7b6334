"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { FormDialog } from "../../_components/form-dialog";
import { propose } from "./propose";

/** Proposes that a key counts for nothing from then on, for good. One administrator's signature is enough. */
export function WithdrawKeyButton({ keyId, title }: { keyId: string; title: string }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  return (
    <>
      <Button size="sm" aria-label={`Withdraw ${title}`} onClick={() => setOpen(true)}>
        Withdraw
      </Button>
      {open && (
        <FormDialog
          title={`Withdraw ${title}?`}
          description="Once one administrator signs, it counts for nothing, for good and at once. What it signed before stays."
          verb="Propose withdrawal"
          danger
          ready={reason.trim() !== ""}
          failed="It was not proposed"
          onSubmit={() => propose({ propose: "withdrawal", key: keyId, reason })}
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
