"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Message } from "@/components/ui/message";
import { plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";

export interface AnswerFormProps {
  title: string;
  description: string;
  /** what the button says */
  verb: string;
  ready: boolean;
  children: (failure: Failure | null) => React.ReactNode;
  onAnswer: () => Promise<Failure | null>;
  onClose: () => void;
}

/** One answer for one or several tokens. Enter gives it; what was typed stays when it fails. */
export function AnswerForm({ title, description, verb, ready, children, onAnswer, onClose }: AnswerFormProps) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  async function submit(event: React.FormEvent) {
    event.preventDefault();
    if (busy || !ready) return;
    setBusy(true);
    const failed = await onAnswer();
    setBusy(false);
    if (failed) setFailure(failed);
    else onClose();
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        {children(failure)}
        {failure && !failure.fields && (
          <Message tone="error" title="Your answer was not kept">
            {failure.message}
          </Message>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={!ready}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The one, by name, or how many. */
export const namedRows = (rows: readonly { name: string }[]): string => (rows.length === 1 && rows[0] ? rows[0].name : plural(rows.length, "token"));
