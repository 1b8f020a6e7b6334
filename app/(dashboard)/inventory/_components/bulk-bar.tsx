import { Button } from "@/components/ui/button";
import { formatCount, plural } from "@/lib/core/format";
import type { useChosen } from "./use-chosen";

export type BulkVerb = "owner" | "workload" | "purpose" | "revoke";
export interface BulkMay {
  own: boolean;
  link: boolean;
  file: boolean;
}

/** What can be done with the ticked tokens. Nothing is done before the exact set was reviewed. */
export function BulkBar({
  picking,
  total,
  may,
  onAsk,
}: {
  picking: ReturnType<typeof useChosen>;
  total: number | null;
  may: BulkMay;
  onAsk: (verb: BulkVerb) => void;
}) {
  return (
    <>
      <span>
        {picking.chosen.all && picking.chosen.except.size === 0 ? `All ${plural(picking.count, "token")} that match` : `${formatCount(picking.count)} selected`}
      </span>
      {picking.more && total !== null && (
        <Button size="sm" variant="quiet" onClick={picking.chooseAll}>
          Select all {formatCount(total)} that match
        </Button>
      )}
      <Button size="sm" variant="quiet" onClick={picking.clear}>
        Clear
      </Button>
      {may.own && (
        <Button size="sm" onClick={() => onAsk("owner")}>
          Assign owner
        </Button>
      )}
      {may.link && (
        <Button size="sm" onClick={() => onAsk("workload")}>
          Link workload
        </Button>
      )}
      {may.own && (
        <Button size="sm" onClick={() => onAsk("purpose")}>
          Set purpose
        </Button>
      )}
      {may.file && (
        <Button size="sm" variant="primary" onClick={() => onAsk("revoke")}>
          Request revocation
        </Button>
      )}
    </>
  );
}
