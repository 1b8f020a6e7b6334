"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import type { Failure } from "@/lib/core/result";
import { FormDialog, type FormDialogProps } from "./form-dialog";

interface ReasonButtonProps extends Pick<FormDialogProps, "title" | "description" | "verb" | "failed"> {
  children: string;
  /** what the button is about, where its words and its place alone don't tell those who don't see it */
  label?: string;
  size?: "sm";
  variant?: "quiet";
  act: (reason: string) => Promise<Failure | null>;
}

/** A button for what can't be taken back: it asks for the reason first. */
export function ReasonButton({ children, label, size, variant, act, ...words }: ReasonButtonProps) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  return (
    <>
      <Button size={size} variant={variant} aria-label={label} onClick={() => setOpen(true)}>
        {children}
      </Button>
      {open && (
        <FormDialog {...words} danger ready={reason.trim() !== ""} onSubmit={() => act(reason)} onClose={() => setOpen(false)}>
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
