"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { Skeleton } from "@/components/ui/skeleton";
import type { MyRow } from "@/lib/attestations/my-row";
import { plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import { type Chosen, PersonField } from "../../inventory/_components/person-field";
import { previewRequestAction } from "../../requests/actions";
import { AnswerForm, namedRows } from "./answer-form";

interface Asked<T> {
  rows: readonly { name: string }[];
  onAnswer: (answer: T) => Promise<Failure | null>;
  onClose: () => void;
}

function ReasonField({ value, onChange, error, hint }: { value: string; onChange: (value: string) => void; error?: string; hint?: string }) {
  return (
    <Field label="Reason" hint={hint} error={error}>
      {(control) => <Input {...control} value={value} onChange={(event) => onChange(event.target.value)} maxLength={500} required />}
    </Field>
  );
}

/** To whom, and why. */
export function TransferDialog({ rows, onAnswer, onClose }: Asked<{ to: string; reason: string }>) {
  const [to, setTo] = useState<Chosen | null>(null);
  const [reason, setReason] = useState("");
  return (
    <AnswerForm
      title={`Transfer ${namedRows(rows)}`}
      description="The other one has two weeks to take it. Until then it stays yours."
      verb="Offer it"
      ready={to !== null && reason.trim() !== ""}
      onAnswer={() => onAnswer({ to: to?.id ?? "", reason: reason.trim() })}
      onClose={onClose}
    >
      {(failure) => (
        <>
          <PersonField label="New owner" chosen={to} onChoose={setTo} error={failure?.fields?.to} />
          <ReasonField value={reason} onChange={setReason} error={failure?.fields?.reason} hint="They read this." />
        </>
      )}
    </AnswerForm>
  );
}

/** Why not. */
export function ReasonDialog({ rows, onAnswer, onClose, what }: Asked<{ reason: string }> & { what: "not_mine" | "decline" }) {
  const [reason, setReason] = useState("");
  const words =
    what === "not_mine"
      ? {
          title: `${namedRows(rows)}: not mine`,
          description: "It goes back to the tokens without an owner, with your reason. You won’t be suggested for it again.",
          verb: "Not mine",
        }
      : { title: `Decline ${namedRows(rows)}`, description: "Whoever is asked next reads your reason.", verb: "Decline" };
  return (
    <AnswerForm {...words} ready={reason.trim() !== ""} onAnswer={() => onAnswer({ reason: reason.trim() })} onClose={onClose}>
      {(failure) => <ReasonField value={reason} onChange={setReason} error={failure?.fields?.reason} />}
    </AnswerForm>
  );
}

/** Why it can go; where the machine can act on it, the acknowledgement that every request asks for. */
export function NoLongerNeededDialog({
  rows,
  onAnswer,
  onClose,
  mayRequest,
}: Omit<Asked<{ reason: string; acknowledgement: string }>, "rows"> & { rows: readonly MyRow[]; mayRequest: boolean }) {
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const previews = useQuery({
    queryKey: ["request-preview", rows.map(({ token }) => token)],
    queryFn: async () => {
      const result = await previewRequestAction({ tokens: rows.map(({ token }) => token) });
      if (!result.ok) throw new Error(result.error.message);
      return result.data;
    },
    enabled: mayRequest,
    staleTime: 0,
  });
  const targets = previews.data?.flatMap((preview) => preview.targets) ?? [];
  const ready = targets.filter(({ obstacle }) => !obstacle);
  const [only] = ready;
  const wanted = ready.length === 1 && only ? only.row.name.trim() : `revoke ${ready.length} tokens`;
  const known = !mayRequest || previews.isSuccess;
  return (
    <AnswerForm
      title={`${namedRows(rows)}: no longer needed`}
      description="A revocation is requested where the machine can act. Nothing is revoked until people have signed."
      verb={ready.length > 0 ? "Request revocation" : "No longer needed"}
      ready={known && reason.trim() !== "" && (ready.length === 0 || typed.trim() === wanted)}
      onAnswer={() => onAnswer({ reason: reason.trim(), acknowledgement: typed })}
      onClose={onClose}
    >
      {(failure) => (
        <>
          <ReasonField value={reason} onChange={setReason} error={failure?.fields?.reason} hint="The approvers read this." />
          {previews.isLoading && <Skeleton className="h-8 w-full" />}
          {previews.isError && (
            <Message tone="error" title="What can be revoked could not be read">
              {previews.error.message}
            </Message>
          )}
          {targets.length > ready.length && (
            <Message title={`${plural(targets.length - ready.length, "token")} can’t be revoked from here`}>
              {targets.find(({ obstacle }) => obstacle)?.obstacle?.sentence} Your answer is kept all the same.
            </Message>
          )}
          {ready.length > 0 && (
            <Field
              label={
                <>
                  Type <span className="mono font-[600] select-all">{wanted}</span> to show that you mean {ready.length === 1 ? "this one" : "these"}
                </>
              }
              error={failure?.fields?.acknowledgement}
            >
              {(control) => (
                <Input {...control} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} className="mono" />
              )}
            </Field>
          )}
        </>
      )}
    </AnswerForm>
  );
}
