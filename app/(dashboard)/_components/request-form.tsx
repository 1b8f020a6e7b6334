"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import type { Failure } from "@/lib/core/result";
import type { RequestPreview } from "@/lib/requests/preview-request";
import type { RequestedEffect } from "@/lib/requests/schemas";
import { EffectChoice } from "./effect-choice";
import { PreviewTargets } from "./preview-targets";
import { WhatItTakes } from "./what-it-takes";

export interface RequestFormProps {
  preview: RequestPreview;
  reason: string;
  onReason: (reason: string) => void;
  onFile: (acknowledgement: string, effect: RequestedEffect) => Promise<Failure | null>;
  onCancel: () => void;
}

/** What will be touched, what it takes, why, and the typed acknowledgement. Nothing typed is lost to an error. */
export function RequestForm({ preview, reason, onReason, onFile, onCancel }: RequestFormProps) {
  const [typed, setTyped] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const nothing = preview.ready.length === 0;
  const [effect, setEffect] = useState<RequestedEffect>("dead");
  const acknowledgement = (effect === "disabled" ? preview.disableAcknowledgement : null) ?? preview.acknowledgement;
  const matches = typed.trim() === acknowledgement;

  async function submit(event: React.FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(await onFile(typed, effect));
    setBusy(false);
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <PreviewTargets targets={preview.targets} />
      {nothing ? (
        <div className="flex justify-end">
          <Button onClick={onCancel}>Close</Button>
        </div>
      ) : (
        <>
          <WhatItTakes preview={preview} effect={effect} />
          {preview.disableAcknowledgement && <EffectChoice effect={effect} onChoose={setEffect} />}
          <Field label="Reason" hint="The approvers read this." error={failure?.fields?.reason}>
            {(control) => <Textarea {...control} value={reason} onChange={(event) => onReason(event.target.value)} maxLength={2000} required />}
          </Field>
          <Field
            label={
              <>
                Type <span className="mono font-[600] select-all">{acknowledgement}</span> to show that you mean{" "}
                {preview.ready.length === 1 ? "this one" : "these"}
              </>
            }
            error={failure?.fields?.acknowledgement}
          >
            {(control) => (
              <Input {...control} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} className="mono" />
            )}
          </Field>
          {failure && !failure.fields?.acknowledgement && (
            <Message tone="error" title="The request was not filed">
              {failure.message}
            </Message>
          )}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={onCancel}>Cancel</Button>
            <Button type="submit" variant="primary" busy={busy} disabled={!matches || reason.trim() === ""}>
              File the request
            </Button>
          </div>
        </>
      )}
    </form>
  );
}
