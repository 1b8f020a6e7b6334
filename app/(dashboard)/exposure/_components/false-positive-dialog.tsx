"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import type { Failure } from "@/lib/core/result";
import type { ExposureRow } from "@/lib/exposure/exposure-row";
import { dayIn, longestDays, usualDays } from "@/lib/exposure/suppressions/names";
import { FormDialog } from "../../_components/form-dialog";

interface Props {
  row: Pick<ExposureRow, "title" | "severity" | "validity">;
  onClose: () => void;
  onDecide: (said: { reason: string; until: string }) => Promise<Failure | null>;
}

/** What is grave takes a second person. */
export const takesTwo = ({ severity, validity }: Pick<ExposureRow, "severity" | "validity">): boolean => severity === "critical" || validity === "valid";

/** Why it is no secret, and until when that holds. What was typed stays when it fails. */
export function FalsePositiveDialog({ row, onClose, onDecide }: Props) {
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState(() => dayIn(usualDays, new Date()));
  const two = takesTwo(row);
  return (
    <FormDialog
      title={`“${row.title}” is no secret?`}
      description={
        two
          ? "It works or is critical, so this is a proposal: nothing is hidden before a second security manager agrees."
          : "It closes as a false positive, with every place it stands in and new ones, until that day. Nothing is revoked."
      }
      verb={two ? "Propose" : "Close as false positive"}
      ready={reason.trim() !== "" && until !== ""}
      failed="It stays as it is"
      besideFields
      onSubmit={() => onDecide({ reason, until })}
      onClose={onClose}
    >
      {(failure) => (
        <>
          <Field label="Why" hint="Stands in the audit log and beside the exposure. Don’t write the secret here." error={failure?.fields?.reason}>
            {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} required />}
          </Field>
          <UntilField value={until} onChange={setUntil} error={failure?.fields?.until} />
        </>
      )}
    </FormDialog>
  );
}

/** The last day on which a suppression holds. */
export function UntilField({ value, onChange, error }: { value: string; onChange: (value: string) => void; error?: string }) {
  const now = new Date();
  return (
    <Field label="Until" hint="At that day’s end it opens again. A year at most." error={error}>
      {(control) => (
        <Input
          {...control}
          type="date"
          value={value}
          min={dayIn(0, now)}
          max={dayIn(longestDays, now)}
          onChange={(event) => onChange(event.target.value)}
          required
        />
      )}
    </Field>
  );
}
