"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Select, Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import type { Failure, Result } from "@/lib/core/result";
import { workloadKindTitles } from "@/lib/domain/words";
import type { WorkloadKind } from "@/lib/domain/workloads";
import { ChoiceField, type Chosen } from "../../_components/choice-field";
import { PersonField } from "../../inventory/_components/person-field";

export interface WorkloadValues {
  name: string;
  kind: WorkloadKind;
  environment: string;
  description: string;
  spiffeId: string;
  oidcIssuer: string;
  oidcSubject: string;
  owner: Chosen | null;
  backup: Chosen | null;
  team: Chosen | null;
}

export const noValues: WorkloadValues = {
  name: "",
  kind: "service",
  environment: "",
  description: "",
  spiffeId: "",
  oidcIssuer: "",
  oidcSubject: "",
  owner: null,
  backup: null,
  team: null,
};

interface Props {
  title: string;
  first: WorkloadValues;
  verb: string;
  /** saves; a failure is shown beside its fields, and what was typed stays */
  save: (values: WorkloadValues) => Promise<Result<unknown>>;
  onClose: () => void;
}

const texts = [
  { field: "environment", label: "Environment", hint: "Left empty it is unknown, which counts as critical.", placeholder: "production" },
  { field: "spiffeId", label: "SPIFFE ID", hint: "", placeholder: "spiffe://example.org/ns/billing/sa/sync" },
  { field: "oidcIssuer", label: "OIDC issuer", hint: "“iss” of the tokens that it is given.", placeholder: "https://token.actions.githubusercontent.com" },
  { field: "oidcSubject", label: "OIDC subject", hint: "“sub” of the same tokens.", placeholder: "repo:example/billing:ref:refs/heads/main" },
] as const;

/** What is said of a workload. */
export function WorkloadForm({ title, first, verb, save, onClose }: Props) {
  const [values, setValues] = useState(first);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (changed: Partial<WorkloadValues>) => setValues((known) => ({ ...known, ...changed }));
  const wrong = failure?.fields ?? {};
  async function submit(event: React.FormEvent) {
    event.preventDefault();
    setBusy(true);
    const result = await save(values);
    setBusy(false);
    if (!result.ok) setFailure(result.error);
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title}>
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        <Field label="Name" error={wrong.name}>
          {(control) => <Input {...control} value={values.name} onChange={(event) => set({ name: event.target.value })} maxLength={200} required />}
        </Field>
        <Field label="Kind" error={wrong.kind}>
          {(control) => (
            <Select {...control} value={values.kind} onChange={(event) => set({ kind: event.target.value as WorkloadKind })}>
              {(Object.keys(workloadKindTitles) as WorkloadKind[]).map((kind) => (
                <option key={kind} value={kind}>
                  {workloadKindTitles[kind]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="What it does" error={wrong.description}>
          {(control) => (
            <Textarea {...control} rows={2} value={values.description} onChange={(event) => set({ description: event.target.value })} maxLength={2000} />
          )}
        </Field>
        <PersonField label="Owner" chosen={values.owner} onChoose={(owner) => set({ owner })} error={wrong.owner} />
        <PersonField label="Backup" chosen={values.backup} onChoose={(backup) => set({ backup })} error={wrong.backup} />
        <ChoiceField
          label="Team"
          from="/api/team-choices"
          chosen={values.team}
          onChoose={(team) => set({ team })}
          nothing="No team is called that."
          error={wrong.team}
        />
        {texts.map(({ field, label, hint, placeholder }) => (
          <Field key={field} label={label} hint={hint} error={wrong[field]}>
            {(control) => <Input {...control} value={values[field]} onChange={(event) => set({ [field]: event.target.value })} placeholder={placeholder} />}
          </Field>
        ))}
        {failure && (
          <Message tone="error" title="Nothing was saved">
            {failure.message}
          </Message>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What the verbs take: people and team by id. */
export const asInput = ({ owner, backup, team, ...rest }: WorkloadValues) => ({ ...rest, owner: owner?.id, backup: backup?.id, team: team?.id });
