import type { Failure, Result } from "@/lib/core/result";
import type { GapRow } from "@/lib/ownership/gap-row";
import type { Outcome, Reviewed } from "@/lib/ownership/schemas";
import { acceptSuggestionsAction, correctOwnersAction, fillGapsAction, rejectSuggestionsAction, undoDecisionAction } from "../actions";
import type { Filling } from "./fillable";

// Loaded once somebody decides: nothing of it is needed to show the page.

/** As many as one call takes. */
const most = 500;

/** What became of rows that were decided about; where a call failed, of those before it. */
export interface Told extends Outcome {
  failure: Failure | null;
}

async function inParts(rows: readonly GapRow[], act: (items: Reviewed[]) => Promise<Result<Outcome>>): Promise<Told> {
  const told: Told = { done: [], leftOut: [], failure: null };
  for (let at = 0; at < rows.length && !told.failure; at += most) {
    const result = await act(rows.slice(at, at + most).map(({ token, version }) => ({ token, version })));
    if (result.ok) {
      told.done.push(...result.data.done);
      told.leftOut.push(...result.data.leftOut);
    } else told.failure = result.error;
  }
  return told;
}

export const accept = (rows: readonly GapRow[]): Promise<Told> => inParts(rows, (items) => acceptSuggestionsAction({ items }));
export const reject = (rows: readonly GapRow[], reason: string): Promise<Told> => inParts(rows, (items) => rejectSuggestionsAction({ items, reason }));
export const correct = (rows: readonly GapRow[], person: string): Promise<Told> => inParts(rows, (items) => correctOwnersAction({ items, person }));
export const fill = (rows: readonly GapRow[], filling: Filling): Promise<Told> => inParts(rows, (items) => fillGapsAction({ items, ...filling }));
export const undo = (suggestions: string[]): Promise<Result<Outcome>> => undoDecisionAction({ suggestions });
