"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { notify } from "@/components/ui/toast";
import { plural } from "@/lib/core/format";
import type { Failure, Result } from "@/lib/core/result";
import type { GapRow } from "@/lib/ownership/gap-row";
import type { Outcome, Reviewed } from "@/lib/ownership/schemas";
import { useLeaving } from "../../_components/use-leaving";
import { acceptSuggestionsAction, correctOwnersAction, fillGapsAction, rejectSuggestionsAction, undoDecisionAction } from "../actions";
import type { Filling } from "./fillable";

/** As many as one call takes. */
const most = 500;
type Act = (items: Reviewed[]) => Promise<Result<Outcome>>;

/** Decides about rows as they were seen; what is decided leaves the list at once, and what was left out is told. */
export function useDecisions() {
  const client = useQueryClient();
  const { stays, leave, comeBack } = useLeaving();
  const [leftOut, setLeftOut] = useState<Outcome["leftOut"]>([]);
  const [undoable, setUndoable] = useState<{ suggestions: string[]; words: string } | null>(null);
  const [busy, setBusy] = useState(false);

  const refresh = () => client.invalidateQueries();

  async function decide(rows: readonly GapRow[], act: Act, words: string, { teaches = false, leaves = true } = {}): Promise<Failure | null> {
    setBusy(true);
    const done: string[] = [];
    const left: Outcome["leftOut"] = [];
    let failure: Failure | null = null;
    for (let at = 0; at < rows.length && !failure; at += most) {
      const result = await act(rows.slice(at, at + most).map(({ token, version }) => ({ token, version })));
      if (result.ok) {
        done.push(...result.data.done);
        left.push(...result.data.leftOut);
      } else failure = result.error;
    }
    setBusy(false);
    setLeftOut(left);
    const held = new Set(done);
    const suggestions = rows.flatMap(({ token, suggestions: [best] }) => (held.has(token) && best ? [best.id] : []));
    setUndoable(teaches && suggestions.length > 0 ? { suggestions, words } : null);
    if (done.length > 0) {
      if (leaves) leave(rows.filter(({ token }) => held.has(token)));
      notify(
        "success",
        `${plural(done.length, "token")} ${words}.`,
        teaches ? { action: { label: "Undo", onClick: () => void undo(suggestions) } } : undefined,
      );
    }
    if (failure) notify("error", failure.message);
    void refresh();
    return failure;
  }

  async function undo(suggestions = undoable?.suggestions ?? []) {
    if (suggestions.length === 0) return;
    setUndoable(null);
    comeBack();
    const result = await undoDecisionAction({ suggestions });
    if (result.ok) {
      setLeftOut(result.data.leftOut);
      notify("success", `Undone for ${plural(result.data.done.length, "token")}.`);
    } else notify("error", result.error.message);
    void refresh();
  }

  return {
    stays,
    leftOut,
    clearLeftOut: () => setLeftOut([]),
    busy,
    undoable,
    undo,
    accept: (rows: readonly GapRow[]) => decide(rows, (items) => acceptSuggestionsAction({ items }), "confirmed as suggested", { teaches: true }),
    reject: (rows: readonly GapRow[], reason: string) => decide(rows, (items) => rejectSuggestionsAction({ items, reason }), "rejected", { teaches: true }),
    correct: (rows: readonly GapRow[], person: { id: string; name: string }) =>
      decide(rows, (items) => correctOwnersAction({ items, person: person.id }), `given to ${person.name}`),
    // the same row stays missing something else: it leaves this gap's list when that is read anew
    fill: (rows: readonly GapRow[], filling: Filling, words: string) =>
      decide(rows, (items) => fillGapsAction({ items, ...filling }), words, { leaves: false }),
  };
}
