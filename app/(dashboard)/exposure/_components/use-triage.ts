"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { notify } from "@/components/ui/toast";
import type { Failure } from "@/lib/core/result";
import { canMove, type FindingState, findingTransitions } from "@/lib/domain/states";
import { findingStateTitles } from "@/lib/domain/words";
import type { ExposureRow } from "@/lib/exposure/exposure-row";
import type { TriageExposureInput } from "@/lib/exposure/triage-exposure";
import { triageExposureAction } from "../actions";

export type TriageTo = TriageExposureInput["to"];
type Triaged = Pick<ExposureRow, "id" | "title" | "status">;

/** Where a person may put one that stands there. */
export const mayTriage = (status: FindingState, to: TriageTo): boolean => canMove(findingTransitions, status, to);

/** Where taking a triage back leads: to where it stood, or where no way leads there, open. */
function backTo(was: FindingState, is: TriageTo): TriageTo | null {
  if ((was === "open" || was === "in_review" || was === "remediating") && mayTriage(is, was)) return was;
  return mayTriage(is, "open") ? "open" : null;
}

/** Saying where exposures stand, and taking the last one back. */
export function useTriage() {
  const client = useQueryClient();
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [last, setLast] = useState<{ row: Triaged; is: TriageTo; back: TriageTo } | null>(null);

  async function move(row: Triaged, to: TriageTo, reason = "", undoing = false): Promise<Failure | null> {
    setBusy(true);
    const result = await triageExposureAction({ exposureId: row.id, to, reason });
    setBusy(false);
    if (!result.ok) {
      if (to !== "closed_false_positive") notify("error", result.error.message);
      return result.error;
    }
    const back = undoing ? null : backTo(result.data.was, to);
    setLast(back && { row, is: to, back });
    notify("success", `${row.title}: ${undoing ? "taken back, " : ""}${findingStateTitles[to]}.`);
    for (const key of ["exposures", "exposure-facets"]) void client.invalidateQueries({ queryKey: [key] });
    router.refresh();
    return null;
  }
  return { busy, move, undoable: last, undo: async () => last && move({ ...last.row, status: last.is }, last.back, "", true) };
}
