"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import type { Failure } from "@/lib/core/result";
import type { GapRow } from "@/lib/ownership/gap-row";
import { ChoiceField, type Chosen } from "../../_components/choice-field";
import { FormDialog } from "../../_components/form-dialog";
import { PersonField } from "../../inventory/_components/person-field";
import { named } from "./decision-dialogs";
import type { FillableGap, Filling } from "./fillable";

const asks: Record<FillableGap, { title: (of: string, one: boolean) => string; description: string; verb: string }> = {
  no_backup: {
    title: (of) => `Choose who stands in for the owner of ${of}`,
    description: "The owner stays. Whoever stands in is asked first when the owner leaves.",
    verb: "Set the backup",
  },
  no_workload: {
    title: (of) => `What uses ${of}`,
    description: "You declare it: your name and the day stand beside each link.",
    verb: "Link the workload",
  },
  no_purpose: {
    title: (of, one) => `What ${of} ${one ? "is" : "are"} for`,
    description: "One sentence of business reason. Where somebody has said one meanwhile, theirs stays.",
    verb: "Set the purpose",
  },
};

/** One answer for all that were chosen: who stands in, what uses them, or what they are for. */
export function FillDialog({
  gap,
  rows,
  onClose,
  onFill,
}: {
  gap: FillableGap;
  rows: readonly GapRow[];
  onClose: () => void;
  onFill: (filling: Filling, words: string) => Promise<Failure | null>;
}) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [purpose, setPurpose] = useState("");
  const said = purpose.trim();
  const { title, description, verb } = asks[gap];
  async function submit(): Promise<Failure | null> {
    if (gap === "no_purpose") return onFill({ gap, purpose: said }, "given a purpose");
    if (!chosen) return null;
    return gap === "no_backup"
      ? onFill({ gap, backup: chosen.id }, `backed up by ${chosen.name}`)
      : onFill({ gap, workload: chosen.id }, `linked to ${chosen.name}`);
  }
  return (
    <FormDialog
      title={title(named(rows), rows.length === 1)}
      description={description}
      verb={verb}
      ready={gap === "no_purpose" ? said !== "" : chosen !== null}
      failed="Nothing was changed"
      onSubmit={submit}
      onClose={onClose}
    >
      {(failure) =>
        gap === "no_purpose" ? (
          <Field label="Purpose" error={failure?.fields?.purpose}>
            {(control) => <Textarea {...control} value={purpose} onChange={(event) => setPurpose(event.target.value)} maxLength={500} rows={2} required />}
          </Field>
        ) : gap === "no_backup" ? (
          <PersonField label="Backup" chosen={chosen} onChoose={setChosen} error={failure?.fields?.backup} />
        ) : (
          <ChoiceField
            label="Workload"
            from="/api/workload-choices"
            chosen={chosen}
            onChoose={setChosen}
            hint="A service, pipeline, job, integration, appliance or agent."
            nothing="No workload is called that. Describe it on the Workloads page first."
          />
        )
      }
    </FormDialog>
  );
}
