"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import type { DescribedSelection } from "@/lib/bulk/describe-selection";
import type { BulkOutcome, Reviewed } from "@/lib/bulk/schemas";
import { formatCount, plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import { ChoiceField, type Chosen } from "../../_components/choice-field";
import { LeftOutList } from "../../_components/left-out-list";
import { assignOwnersAction, linkSelectionAction, setPurposesAction } from "../bulk-actions";
import { PersonField } from "./person-field";
import { ReviewedSet } from "./reviewed-set";

interface Props {
  verb: "owner" | "workload" | "purpose";
  reviewed: Reviewed;
  review: DescribedSelection;
  onClose: () => void;
  onDone: () => void;
}

/** The set, what is to be said of all of it, and then what was done and what was left out. */
export function BulkForm({ verb, reviewed, review, onClose, onDone }: Props) {
  const router = useRouter();
  const [person, setPerson] = useState<Chosen | null>(null);
  const [backup, setBackup] = useState<Chosen | null>(null);
  const [workload, setWorkload] = useState<Chosen | null>(null);
  const [purpose, setPurpose] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [outcome, setOutcome] = useState<BulkOutcome | null>(null);
  const [busy, setBusy] = useState(false);
  const act = {
    owner: {
      ready: person !== null,
      run: () => assignOwnersAction({ ...reviewed, person: person?.id ?? "", backup: backup?.id }),
      did: `owned by ${person?.name}`,
    },
    workload: { ready: workload !== null, run: () => linkSelectionAction({ ...reviewed, workload: workload?.id ?? "" }), did: `linked to ${workload?.name}` },
    purpose: { ready: purpose.trim() !== "", run: () => setPurposesAction({ ...reviewed, purpose }), did: "given that purpose" },
  }[verb];
  const wrong = failure?.fields ?? {};

  async function submit(event: React.FormEvent) {
    event.preventDefault();
    setBusy(true);
    const result = await act.run();
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    setOutcome(result.data);
    router.refresh();
  }
  if (outcome)
    return (
      <div className="flex flex-col gap-3">
        <LeftOutList done={`${plural(outcome.done, "token is", "tokens are")} ${act.did} now.`} left={outcome.left} />
        <div className="flex justify-end">
          <Button
            variant="primary"
            onClick={() => {
              onDone();
              onClose();
            }}
          >
            Done
          </Button>
        </div>
      </div>
    );
  return (
    <form onSubmit={submit} className="flex flex-col gap-3.5">
      <ReviewedSet digest={reviewed.digest} review={review} />
      {verb === "owner" && (
        <>
          <PersonField label="Owner" chosen={person} onChoose={setPerson} error={wrong.owner ?? wrong.person} />
          <PersonField label="Backup" chosen={backup} onChoose={setBackup} hint="Answers when the owner is away. May stay empty." error={wrong.backup} />
        </>
      )}
      {verb === "workload" && (
        <ChoiceField
          label="Workload"
          from="/api/workload-choices"
          chosen={workload}
          onChoose={setWorkload}
          nothing="No workload is called that. Describe it on the Workloads page first."
          error={wrong.workload}
        />
      )}
      {verb === "purpose" && (
        <Field label="Purpose" hint="One sentence: what breaks without them?" error={wrong.purpose}>
          {(control) => <Input {...control} value={purpose} onChange={(event) => setPurpose(event.target.value)} maxLength={500} required />}
        </Field>
      )}
      {failure && (
        <Message tone="error" title="Nothing was changed">
          {failure.message}
        </Message>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy} disabled={!act.ready || review.count === 0}>
          {{ owner: "Assign owner to", workload: "Link workload to", purpose: "Set purpose of" }[verb]} {formatCount(review.count)}{" "}
          {review.count === 1 ? "token" : "tokens"}
        </Button>
      </div>
    </form>
  );
}
