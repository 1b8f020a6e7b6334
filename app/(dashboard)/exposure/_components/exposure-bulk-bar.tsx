import { Button } from "@/components/ui/button";
import { formatCount, plural } from "@/lib/core/format";
import type { useChosen } from "../../inventory/_components/use-chosen";

export const bulkVerbs = {
  in_review: "Take into review",
  remediating: "Being remedied",
  open: "Open again",
  assign: "Assign",
  due: "Set a day",
  false_positive: "False positives",
} as const;
export type ExposureBulkVerb = keyof typeof bulkVerbs;

/** What can be done with the ticked secrets. Nothing is done before the exact set was reviewed. */
export function ExposureBulkBar({
  picking,
  total,
  onAsk,
}: {
  picking: ReturnType<typeof useChosen>;
  total: number | null;
  onAsk: (verb: ExposureBulkVerb) => void;
}) {
  return (
    <div className="mb-2 flex min-h-8 flex-wrap items-center gap-2 text-[13px] text-ink-2">
      <span>
        {picking.chosen.all && picking.chosen.except.size === 0
          ? `All ${plural(picking.count, "secret")} that match`
          : `${formatCount(picking.count)} selected`}
      </span>
      {picking.more && total !== null && (
        <Button size="sm" variant="quiet" onClick={picking.chooseAll}>
          Select all {formatCount(total)} that match
        </Button>
      )}
      <Button size="sm" variant="quiet" onClick={picking.clear}>
        Clear
      </Button>
      {(Object.keys(bulkVerbs) as ExposureBulkVerb[]).map((verb) => (
        <Button key={verb} size="sm" onClick={() => onAsk(verb)}>
          {bulkVerbs[verb]}
        </Button>
      ))}
    </div>
  );
}
