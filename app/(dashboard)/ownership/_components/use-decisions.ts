"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { notify } from "@/components/ui/toast";
import { plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import type { GapRow } from "@/lib/ownership/gap-row";
import type { Outcome } from "@/lib/ownership/schemas";
import { useLeaving } from "../../_components/use-leaving";
import type { Told } from "./decision-calls";
import type { Filling } from "./fillable";

type Calls = typeof import("./decision-calls");
/** null where they did not load, which is said. */
const calls = (): Promise<Calls | null> =>
  import("./decision-calls").catch(() => {
    notify("error", notLoaded.message);
    return null;
  });
const notLoaded: Failure = { code: "Unavailable", message: "This did not load. Check the connection and try again." };

/** Decides about rows as they were seen; what is decided leaves the list at once, and what was left out is told. */
export function useDecisions() {
  const client = useQueryClient();
  const { stays, leave, comeBack } = useLeaving();
  const [leftOut, setLeftOut] = useState<Outcome["leftOut"]>([]);
  const [undoable, setUndoable] = useState<{ suggestions: string[]; words: string } | null>(null);
  const [busy, setBusy] = useState(false);

  const refresh = () => client.invalidateQueries();

  async function decide(
    rows: readonly GapRow[],
    act: (its: Calls) => Promise<Told>,
    words: string,
    { teaches = false, leaves = true } = {},
  ): Promise<Failure | null> {
    setBusy(true);
    const its = await calls();
    const told = its && (await act(its));
    setBusy(false);
    if (!told) return notLoaded;
    const { done, failure } = told;
    setLeftOut(told.leftOut);
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
    const its = suggestions.length > 0 && (await calls());
    if (!its) return;
    setUndoable(null);
    comeBack();
    const result = await its.undo(suggestions);
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
    accept: (rows: readonly GapRow[]) => decide(rows, (its) => its.accept(rows), "confirmed as suggested", { teaches: true }),
    reject: (rows: readonly GapRow[], reason: string) => decide(rows, (its) => its.reject(rows, reason), "rejected", { teaches: true }),
    correct: (rows: readonly GapRow[], person: { id: string; name: string }) => decide(rows, (its) => its.correct(rows, person.id), `given to ${person.name}`),
    // the same row stays missing something else: it leaves this gap's list when that is read anew
    fill: (rows: readonly GapRow[], filling: Filling, words: string) => decide(rows, (its) => its.fill(rows, filling), words, { leaves: false }),
  };
}
