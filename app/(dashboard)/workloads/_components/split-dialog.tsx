"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Checkbox, Input, Select } from "@/components/ui/input";
import { workloadKindTitles } from "@/lib/domain/words";
import type { WorkloadKind } from "@/lib/domain/workloads";
import type { WorkloadPage } from "@/lib/workloads/workload-page";
import { splitWorkloadAction } from "../actions";
import { AskDialog } from "./ask-dialog";

/** Part of a workload becomes one of its own. */
export function SplitDialog({ page: { row, tokens, destinations }, onClose }: { page: WorkloadPage; onClose: () => void }) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<WorkloadKind>(row.kind);
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const flip = (id: string) => setTaken((known) => new Set(known.has(id) ? [...known].filter((each) => each !== id) : [...known, id]));
  const parts = [
    { legend: "Tokens that go along", of: tokens.map(({ row: token }) => ({ id: token.id, name: token.name })) },
    { legend: "Destinations that go along", of: destinations.map(({ id, destination }) => ({ id, name: destination })) },
  ];
  return (
    <AskDialog
      title={`Split ${row.name}`}
      description="The new workload has the same owner, backup and team. Merging it back undoes the split."
      verb="Split"
      done={`${name.trim()} is a workload of its own now.`}
      ready={taken.size > 0}
      ask={() =>
        splitWorkloadAction({
          workload: row.id,
          name,
          kind,
          environment: row.environment,
          tokens: tokens.map(({ row: token }) => token.id).filter((id) => taken.has(id)),
          destinations: destinations.map(({ id }) => id).filter((id) => taken.has(id)),
        })
      }
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <Field label="Name of the new workload" error={wrong.name}>
            {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} maxLength={200} required />}
          </Field>
          <Field label="Kind">
            {(control) => (
              <Select {...control} value={kind} onChange={(event) => setKind(event.target.value as WorkloadKind)}>
                {(Object.keys(workloadKindTitles) as WorkloadKind[]).map((each) => (
                  <option key={each} value={each}>
                    {workloadKindTitles[each]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {parts.map(
            ({ legend, of }) =>
              of.length > 0 && (
                <fieldset key={legend} className="flex flex-col gap-1.5">
                  <legend className="mb-1 text-[13px] font-[550]">{legend}</legend>
                  {of.map(({ id, name: title }) => (
                    <Checkbox key={id} checked={taken.has(id)} onChange={() => flip(id)}>
                      <span className="break-all">{title}</span>
                    </Checkbox>
                  ))}
                </fieldset>
              ),
          )}
        </>
      )}
    </AskDialog>
  );
}
