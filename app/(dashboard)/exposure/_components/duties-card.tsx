"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import { Facts } from "@/components/ui/facts";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { Failure, Result } from "@/lib/core/result";
import type { ExposurePage } from "@/lib/exposure/exposure-page";
import { FormDialog } from "../../_components/form-dialog";
import { useActionKeys } from "../../_components/use-action-keys";
import { type Chosen, PersonField } from "../../inventory/_components/person-field";
import { assignExposureAction, setDueAction } from "../actions";
import { DueWord } from "./due-word";
import { lastMoment } from "./suppression-words";

type Page = Pick<ExposurePage, "row" | "dueByHand" | "may">;

/** Who is to see to an exposure, and by when. */
export function DutiesCard({ page: { row, dueByHand, may } }: { page: Page }) {
  const router = useRouter();
  const [open, setOpen] = useState<"assign" | "due" | null>(null);
  const ask = (what: "assign" | "due") => () => may.triage && setOpen(what);
  useActionKeys({ a: ask("assign"), d: ask("due") });
  async function done<T>(words: string, act: Promise<Result<T>>): Promise<Failure | null> {
    const result = await act;
    if (!result.ok) return result.error;
    notify("success", words);
    router.refresh();
    return null;
  }
  const dueNote = row.due === null ? undefined : dueByHand ? "set by hand" : "as the due rules say";
  return (
    <Card title="Who and by when">
      <Facts
        columns={2}
        facts={[
          { term: "Assigned to", value: row.assignee?.name ?? "nobody" },
          {
            term: "Due",
            value: <DueWord due={row.due} />,
            note: row.due && (
              <>
                <ExactTime at={dueByHand ? lastMoment(row.due) : row.due} />, {dueNote}
              </>
            ),
          },
        ]}
      />
      {may.triage && (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button size="sm" onClick={ask("assign")} aria-keyshortcuts="a">
            Assign
          </Button>
          <Button size="sm" onClick={ask("due")} aria-keyshortcuts="d">
            Set a day
          </Button>
        </div>
      )}
      {open === "assign" && (
        <AssignDialog
          from={row.assignee}
          onClose={() => setOpen(null)}
          onAssign={(person) => done(person ? "Assigned." : "Nobody is assigned.", assignExposureAction({ exposureId: row.id, person }))}
        />
      )}
      {open === "due" && (
        <DueDialog
          from={dueByHand && row.due ? lastMoment(row.due).slice(0, 10) : ""}
          onClose={() => setOpen(null)}
          onSet={(day) => done(day ? "The day is set." : "It is due as the rules say.", setDueAction({ exposureId: row.id, day }))}
        />
      )}
    </Card>
  );
}

/** Who is to see to it; without a choice nobody is. */
export function AssignDialog({
  from = null,
  onAssign,
  onClose,
}: {
  from?: Chosen | null;
  onAssign: (person: string | null) => Promise<Failure | null>;
  onClose: () => void;
}) {
  const [person, setPerson] = useState<Chosen | null>(from);
  return (
    <FormDialog
      title="Who sees to it?"
      description="They find it in the list by the filter “Assigned to”. The owner of its token stays who it is."
      verb={person ? "Assign" : "Assign nobody"}
      failed="It is not assigned"
      onSubmit={() => onAssign(person?.id ?? null)}
      onClose={onClose}
    >
      {() => <PersonField label="Person" chosen={person} onChoose={setPerson} />}
    </FormDialog>
  );
}

/** By when; without a day the due rules say. */
export function DueDialog({ from = "", onSet, onClose }: { from?: string; onSet: (day: string | null) => Promise<Failure | null>; onClose: () => void }) {
  const [day, setDay] = useState(from);
  return (
    <FormDialog
      title="By when?"
      description="The last day for it. Without one it is due as the rules say of what is so grave."
      verb={day ? "Set the day" : "Leave it to the rules"}
      failed="The day is not set"
      besideFields
      onSubmit={() => onSet(day || null)}
      onClose={onClose}
    >
      {(failure) => (
        <Field label="Day" error={failure?.fields?.day}>
          {(control) => <Input {...control} type="date" value={day} onChange={(event) => setDay(event.target.value)} />}
        </Field>
      )}
    </FormDialog>
  );
}
