"use client";

import { useState } from "react";
import { plural } from "@/lib/core/format";
import type { WorkloadPage } from "@/lib/workloads/workload-page";
import { ChoiceField, type Chosen } from "../../_components/choice-field";
import { mergeWorkloadsAction } from "../actions";
import { AskDialog } from "./ask-dialog";

/** Two descriptions of one workload become one. */
export function MergeDialog({ page: { row, tokenCount, destinations }, onClose }: { page: WorkloadPage; onClose: () => void }) {
  const [into, setInto] = useState<Chosen | null>(null);
  return (
    <AskDialog
      title={`Merge ${row.name} into another workload`}
      description={`${plural(tokenCount, "token")} and ${plural(destinations.length, "destination")} go there. ${row.name} stays as history, and the merge can be undone.`}
      verb="Merge"
      done={`${row.name} is part of ${into?.name} now.`}
      ready={into !== null}
      ask={() => mergeWorkloadsAction({ from: row.id, into: into?.id ?? "" })}
      onClose={onClose}
    >
      {(wrong) => (
        <ChoiceField
          label="Into"
          from="/api/workload-choices"
          chosen={into}
          onChoose={setInto}
          nothing="No other workload is called that."
          error={wrong.into}
        />
      )}
    </AskDialog>
  );
}
