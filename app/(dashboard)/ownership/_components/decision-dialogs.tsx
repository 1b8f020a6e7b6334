"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import type { GapRow } from "@/lib/ownership/gap-row";
import { FormDialog } from "../../_components/form-dialog";
import { type Chosen, PersonField } from "../../inventory/_components/person-field";

interface DialogProps<T> {
  rows: readonly GapRow[];
  onClose: () => void;
  onDecide: (answer: T) => Promise<Failure | null>;
}

export const named = (rows: readonly GapRow[]) => (rows.length === 1 && rows[0] ? rows[0].name : plural(rows.length, "token"));
/** Reasons that are given most; one key or click fills them in. */
const usual = ["Moved to another team", "Made it for somebody else", "Never had to do with it"];

/** Why a suggestion is wrong. */
export function RejectDialog({ rows, onClose, onDecide }: DialogProps<string>) {
  const [reason, setReason] = useState("");
  const people = [...new Set(rows.flatMap(({ suggestions: [best] }) => best?.person.name ?? []))];
  return (
    <FormDialog
      title={`Reject the suggestion for ${named(rows)}`}
      description={`${people.length === 1 ? people[0] : `${people.length} people`} will not be suggested for ${rows.length === 1 ? "it" : "these"} again, and evidence of this kind weighs less once it was wrong more often than right.`}
      verb="Reject"
      ready={reason.trim() !== ""}
      failed="Nothing was rejected"
      onSubmit={() => onDecide(reason.trim())}
      onClose={onClose}
    >
      {(failure) => (
        <>
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
        </>
      )}
    </FormDialog>
  );
}

/** Who answers instead. */
export function CorrectDialog({ rows, onClose, onDecide }: DialogProps<Chosen>) {
  const [person, setPerson] = useState<Chosen | null>(null);
  return (
    <FormDialog
      title={`Choose who owns ${named(rows)}`}
      description="They are confirmed at once, in your name. Whoever was suggested instead counts as rejected."
      verb="Confirm owner"
      ready={person !== null}
      failed="The owner was not changed"
      onSubmit={async () => (person ? onDecide(person) : null)}
      onClose={onClose}
    >
      {(failure) => <PersonField label="Owner" chosen={person} onChoose={setPerson} error={failure?.fields?.person} />}
    </FormDialog>
  );
}
