import { Button } from "@/components/ui/button";
import { plural } from "@/lib/core/format";
import type { GapRow } from "@/lib/ownership/gap-row";
import { EvidencePane } from "./evidence-pane";

interface SelectionBarProps {
  chosen: readonly GapRow[];
  busy: boolean;
  onClear: () => void;
  /** what one answer closes for all of them; null: the gap wants an owner */
  fill: { words: string; act: () => void } | null;
  accept: () => void;
  reject: () => void;
  correct: (() => void) | null;
}

/** What can be done with the rows that are ticked. Below them, at the foot of the window: a row that is being ticked stays where it is. */
export function SelectionBar({ chosen, busy, onClear, fill, accept, reject, correct }: SelectionBarProps) {
  const only = chosen.length === 1 ? chosen[0] : undefined;
  return (
    <div className="sticky bottom-2 z-20 mt-2 flex max-h-[40dvh] min-h-10 flex-wrap items-center gap-2 overflow-y-auto rounded-md border border-line-2 bg-panel px-3 shadow-overlay py-1.5 text-[13px]">
      <span>{plural(chosen.length, "token")} selected</span>
      <Button size="sm" variant="quiet" onClick={onClear}>
        Clear
      </Button>
      {fill && (
        <Button size="sm" variant="primary" busy={busy} onClick={fill.act}>
          {fill.words}
        </Button>
      )}
      {(!fill || chosen.some(({ suggestions }) => suggestions.length > 0)) && (
        <>
          <Button size="sm" variant={fill ? "default" : "primary"} busy={busy} onClick={accept}>
            Accept suggestions
          </Button>
          <Button size="sm" onClick={reject}>
            Reject
          </Button>
        </>
      )}
      {correct && (
        <Button size="sm" onClick={correct}>
          {fill ? "Choose an owner" : "Choose another"}
        </Button>
      )}
      {only && (
        <details className="w-full xl:hidden">
          <summary className="cursor-pointer text-people">Evidence</summary>
          <EvidencePane row={only} className="mt-1.5" decide={null} />
        </details>
      )}
    </div>
  );
}
