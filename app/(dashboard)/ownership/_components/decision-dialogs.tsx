"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import type { GapRow } from "@/lib/ownership/gap-row";
import { type Chosen, PersonField } from "../../inventory/_components/person-field";

interface DialogProps<T> {
  rows: readonly GapRow[];
  onClose: () => void;
  onDecide: (answer: T) => Promise<Failure | null>;
}

const named = (rows: readonly GapRow[]) => (rows.length === 1 && rows[0] ? rows[0].name : plural(rows.length, "token"));
/** Reasons that are given most; one key or click fills them in. */
const usual = ["Moved to another team", "Made it for somebody else", "Never had to do with it"];

/** Why a suggestion is wrong. */
export function RejectDialog({ rows, onClose, onDecide }: DialogProps<string>) {
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const people = [...new Set(rows.flatMap(({ suggestions: [best] }) => best?.person.name ?? []))];
  async function submit(event: React.FormEvent) {
    event.preventDefault();
    if (busy || reason.trim() === "") return;
    setBusy(true);
    const failed = await onDecide(reason.trim());
    setBusy(false);
    if (failed) setFailure(failed);
    else onClose();
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Reject the suggestion for ${named(rows)}`}
      description={`${people.length === 1 ? people[0] : `${people.length} people`} will not be suggested for ${rows.length === 1 ? "it" : "these"} again, and evidence of this kind weighs less once it was wrong more often than right.`}
    >
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        <Field label="Reason" error={failure?.fields?.reason}>
          {(control) => <Input {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} required />}
        </Field>
        <div className="flex flex-wrap gap-1.5">
          {usual.map((words) => (
            <Button key={words} size="sm" variant="quiet" onClick={() => setReason(words)}>
              {words}
            </Button>
          ))}
        </div>
        {failure && (
          <Message tone="error" title="Nothing was rejected">
            {failure.message}
          </Message>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={reason.trim() === ""}>
            Reject
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Who answers instead. */
export function CorrectDialog({ rows, onClose, onDecide }: DialogProps<Chosen>) {
  const [person, setPerson] = useState<Chosen | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  async function submit(event: React.FormEvent) {
    event.preventDefault();
    if (busy || !person) return;
    setBusy(true);
    const failed = await onDecide(person);
    setBusy(false);
    if (failed) setFailure(failed);
    else onClose();
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Choose who owns ${named(rows)}`}
      description="They are confirmed at once, in your name. Whoever was suggested instead counts as rejected."
    >
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        <PersonField label="Owner" chosen={person} onChoose={setPerson} error={failure?.fields?.person} />
        {failure && (
          <Message tone="error" title="The owner was not changed">
            {failure.message}
          </Message>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={!person}>
            Confirm owner
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
