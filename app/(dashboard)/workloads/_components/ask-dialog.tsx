"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import type { Failure, Result } from "@/lib/core/result";

interface Props {
  title: string;
  description: string;
  /** what the button does */
  verb: string;
  /** what is said once it is done */
  done: string;
  ready?: boolean;
  ask: () => Promise<Result<unknown>>;
  onClose: () => void;
  /** the fields; gets what is wrong with each */
  children: (wrong: Record<string, string>) => React.ReactNode;
}

/** A small form in a dialog: asks, shows what is wrong, keeps what was typed. */
export function AskDialog({ title, description, verb, done, ready = true, ask, onClose, children }: Props) {
  const router = useRouter();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  async function submit(event: React.FormEvent) {
    event.preventDefault();
    setBusy(true);
    const result = await ask();
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    notify("success", done);
    router.refresh();
    onClose();
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        {children(failure?.fields ?? {})}
        {failure && (
          <Message tone="error" title="Nothing was changed">
            {failure.message}
          </Message>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={!ready}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
