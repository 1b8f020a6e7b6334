"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { notify } from "@/components/ui/toast";
import type { Failure, Result } from "@/lib/core/result";
import { canMove, type FindingState, findingTransitions } from "@/lib/domain/states";
import { findingStateTitles } from "@/lib/domain/words";
import type { ExposureRow } from "@/lib/exposure/exposure-row";
import type { TriageExposureInput } from "@/lib/exposure/triage-exposure";
import { endSuppressionAction, suppressExposureAction, triageExposureAction } from "../actions";

export type TriageTo = TriageExposureInput["to"] | "closed_false_positive";
type Triaged = Pick<ExposureRow, "id" | "title" | "status" | "suppression">;

/** Where a person may put one that stands there. Whether it is a false positive is said once at a time. */
export const mayTriage = ({ status, suppression }: Pick<ExposureRow, "status" | "suppression">, to: TriageTo): boolean =>
  canMove(findingTransitions, status, to) && (to !== "closed_false_positive" || suppression === null);

/** Where taking a triage back leads: to where it stood, or where no way leads there, open. */
function backTo(was: FindingState, is: TriageExposureInput["to"]): TriageExposureInput["to"] | null {
  if ((was === "open" || was === "in_review" || was === "remediating") && canMove(findingTransitions, is, was)) return was;
  return canMove(findingTransitions, is, "open") ? "open" : null;
}

interface Undoable {
  /** what was done, and to what, in words */
  words: string;
  to: string;
  back: () => Promise<Failure | null>;
}

/** Saying where exposures stand, and taking the last one back. */
export function useTriage() {
  const client = useQueryClient();
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [last, setLast] = useState<Undoable | null>(null);

  function done(words: string, undoable: Undoable | null) {
    setLast(undoable);
    notify("success", words);
    for (const key of ["exposures", "exposure-facets"]) void client.invalidateQueries({ queryKey: [key] });
    router.refresh();
  }

  async function move(row: Triaged, to: TriageExposureInput["to"], undoing = false): Promise<Failure | null> {
    setBusy(true);
    const result = await triageExposureAction({ exposureId: row.id, to });
    setBusy(false);
    if (!result.ok) {
      notify("error", result.error.message);
      return result.error;
    }
    const back = undoing ? null : backTo(result.data.was, to);
    const words = findingStateTitles[to];
    done(`${row.title}: ${undoing ? "taken back, " : ""}${words}.`, back && { to: row.title, words, back: () => move({ ...row, status: to }, back, true) });
    return null;
  }

  async function suppress(row: Triaged, said: { reason: string; until: string }): Promise<Failure | null> {
    setBusy(true);
    const result = await suppressExposureAction({ exposureId: row.id, ...said });
    setBusy(false);
    if (!result.ok) return result.error;
    const { suppression, status } = result.data;
    const words = status === "active" ? findingStateTitles.closed_false_positive : "false positive proposed";
    done(`${row.title}: ${words}${status === "active" ? "" : "; a second person has to agree"}.`, { to: row.title, words, back: () => end(row, suppression) });
    return null;
  }

  async function end(row: Triaged, suppressionId: string): Promise<Failure | null> {
    setBusy(true);
    const result = await endSuppressionAction({ suppressionId });
    setBusy(false);
    if (!result.ok) {
      notify("error", result.error.message);
      return result.error;
    }
    done(`${row.title}: taken back.`, null);
    return null;
  }

  /** Takes what was done to many at once as the last thing, to be taken back in one. */
  function didMany(words: string, undoing: { to: string; words: string; act: () => Promise<Result<unknown>> } | null) {
    const back = undoing && {
      to: undoing.to,
      words: undoing.words,
      back: async () => {
        const result = await undoing.act();
        if (!result.ok) notify("error", result.error.message);
        else done(`${undoing.to}: taken back.`, null);
        return result.ok ? null : result.error;
      },
    };
    done(words, back);
  }

  return { busy, didMany, move, suppress, undoable: last, undo: async () => last?.back() };
}
