"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Message } from "@/components/ui/message";
import type { Failure } from "@/lib/core/result";

export interface FormDialogProps {
  title: string;
  description: string;
  /** what the button says */
  verb: string;
  /** what it does can't be taken back */
  danger?: boolean;
  ready?: boolean;
  /** above the reason, when it did not go through */
  failed: string;
  /** what is wrong with a field is said beside it, and not once more in general */
  besideFields?: boolean;
  children: (failure: Failure | null) => React.ReactNode;
  /** null = done, and the dialog closes */
  onSubmit: () => Promise<Failure | null>;
  onClose: () => void;
}

/** A small form in a dialog: Enter sends it, what is wrong is shown, and what was typed stays when it fails. */
export function FormDialog({
  title,
  description,
  verb,
  danger = false,
  ready = true,
  failed,
  besideFields = false,
  children,
  onSubmit,
  onClose,
}: FormDialogProps) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  async function submit(event: React.FormEvent) {
    event.preventDefault();
    if (busy || !ready) return;
    setBusy(true);
    const wrong = await onSubmit();
    setBusy(false);
    if (wrong) setFailure(wrong);
    else onClose();
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        {children(failure)}
        {failure && !(besideFields && failure.fields) && (
          <Message tone="error" title={failed}>
            {failure.message}
          </Message>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant={danger ? "danger" : "primary"} busy={busy} disabled={!ready}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
