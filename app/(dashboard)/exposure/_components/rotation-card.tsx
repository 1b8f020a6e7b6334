"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { notify } from "@/components/ui/toast";
import type { Failure } from "@/lib/core/result";
import { visible } from "@/lib/core/visible";
import type { ExposurePage } from "@/lib/exposure/exposure-page";
import type { RotationTask } from "@/lib/exposure/rotation/my-rotations";
import type { RotationState } from "@/lib/exposure/rotation/task-sql";
import { FormDialog } from "../../_components/form-dialog";
import { askRotationAction, withdrawRotationAction } from "../actions";

const stateWords: Record<RotationState, string> = {
  asked: "no answer yet",
  unproven: "they say that it is rotated; the old one is not known to be dead",
  cannot: "they can’t",
  done: "done: the old one does not work any more",
  withdrawn: "taken back",
};

/** What the owner of the token was asked and answered, and asking them. */
export function RotationCard({ page: { row, rotations, notToAsk, may } }: { page: Pick<ExposurePage, "row" | "rotations" | "notToAsk" | "may"> }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  if (rotations.length === 0 && !may.triage) return null;
  return (
    <Card title="Rotation by its owner">
      {rotations.length > 0 && (
        <ul className="mb-2 divide-y divide-line text-[13px]">
          {rotations.map((task) => (
            <Asked key={task.id} task={task} mayWithdraw={may.triage} />
          ))}
        </ul>
      )}
      {may.triage && !notToAsk && (
        <Button size="sm" onClick={() => setAsking(true)}>
          Ask {row.owner?.name} to rotate it
        </Button>
      )}
      {may.triage && notToAsk && rotations.length === 0 && <p className="text-[13px] text-ink-2">{notToAsk}</p>}
      {asking && (
        <AskDialog
          owner={row.owner?.name ?? ""}
          onClose={() => setAsking(false)}
          onAsk={async (note) => {
            const result = await askRotationAction({ exposureId: row.id, note });
            if (!result.ok) return result.error;
            notify("success", "Asked. It stands under their My tokens.");
            router.refresh();
            return null;
          }}
        />
      )}
    </Card>
  );
}

function Asked({ task: { id, state, note, asked, answer, owner }, mayWithdraw }: { task: RotationTask; mayWithdraw: boolean }) {
  const router = useRouter();
  async function withdraw() {
    const result = await withdrawRotationAction({ rotationId: id });
    notify(result.ok ? "success" : "error", result.ok ? "Taken back." : result.error.message);
    router.refresh();
  }
  return (
    <li className="py-2 first:pt-0">
      <p>
        {owner ?? "Its owner"}: {stateWords[state]}
        {answer?.reason && `: “${visible(answer.reason, { lines: true })}”`}
      </p>
      <p className="text-[12.5px] text-ink-3">
        {asked.by} asked <RelativeTime at={asked.at} />
        {answer && (
          <>
            ; {answer.by} answered <RelativeTime at={answer.at} />
          </>
        )}
        {note && ` · “${visible(note, { lines: true })}”`}
      </p>
      {mayWithdraw && (state === "asked" || state === "unproven") && (
        <Button size="sm" variant="quiet" className="mt-1" onClick={() => void withdraw()}>
          Take back
        </Button>
      )}
    </li>
  );
}

function AskDialog({ owner, onAsk, onClose }: { owner: string; onAsk: (note: string) => Promise<Failure | null>; onClose: () => void }) {
  const [note, setNote] = useState("");
  return (
    <FormDialog
      title={`Ask ${owner} to rotate it?`}
      description="It stands under their My tokens, with where the secret stands and how its kind is rotated, until the old one is known to be dead."
      verb="Ask"
      failed="Nobody was asked"
      besideFields
      onSubmit={() => onAsk(note)}
      onClose={onClose}
    >
      {(failure) => (
        <Field label="A word to them" hint="May stay empty. Don’t write the secret here." error={failure?.fields?.note}>
          {(control) => <Textarea {...control} value={note} onChange={(event) => setNote(event.target.value)} maxLength={1000} />}
        </Field>
      )}
    </FormDialog>
  );
}
