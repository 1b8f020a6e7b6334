"use client";

import { Button } from "@/components/ui/button";
import { Message } from "@/components/ui/message";
import { formatCount, plural } from "@/lib/core/format";
import { RequestDialog } from "../../_components/request-dialog";
import { ReviewDialog } from "../../_components/review-dialog";
import type { BulkVerb } from "./bulk-bar";
import { BulkForm } from "./bulk-form";
import { ReviewedSet } from "./reviewed-set";
import type { Chosen } from "./use-chosen";
import { useReviewed } from "./use-reviewed";

interface Props {
  verb: BulkVerb;
  /** the list's filters, as a query string */
  filters: string;
  chosen: Chosen;
  onClose: () => void;
  /** after it was done: what is ticked is ticked no more */
  onDone: () => void;
}

const titles: Record<BulkVerb, string> = {
  owner: "Assign an owner",
  workload: "Link a workload",
  purpose: "Set the purpose",
  revoke: "Request revocation",
};
const mostInRequest = 500;

/** Shows the exact set that something is to be done to, and does it to that set alone. */
export function BulkDialog({ verb, filters, chosen, onClose, onDone }: Props) {
  const set = useReviewed(filters, chosen);
  const review = set.data?.review;
  const revocable = review?.revocable ?? [];
  if (verb === "revoke" && set.data && review && revocable.length > 0 && revocable.length <= mostInRequest)
    return (
      <RequestDialog
        tokens={revocable}
        reviewed={set.data.reviewed}
        note={
          <ReviewedSet digest={set.data.reviewed.digest} review={review}>
            {review.count > revocable.length && <NotRevocable count={review.count - revocable.length} imported={review.imported} own={review.own} />}
          </ReviewedSet>
        }
        onClose={onClose}
        onFiled={onDone}
      />
    );
  return (
    <ReviewDialog title={titles[verb]} set={set} onClose={onClose}>
      {set.data && review && verb !== "revoke" && <BulkForm verb={verb} reviewed={set.data.reviewed} review={review} onClose={onClose} onDone={onDone} />}
      {set.data && review && verb === "revoke" && (
        <div className="flex flex-col gap-3">
          <ReviewedSet digest={set.data.reviewed.digest} review={review} />
          {revocable.length === 0 ? (
            <Message tone="info" title="Nothing of this set can be requested">
              <NotRevocable count={review.count} imported={review.imported} own={review.own} />
            </Message>
          ) : (
            <Message tone="info" title="Too many for one request">
              One request holds {formatCount(mostInRequest)} tokens, so that approvers can read what they sign. Narrow the list, for instance to one connection.
            </Message>
          )}
          <div className="flex justify-end">
            <Button onClick={onClose}>Close</Button>
          </div>
        </div>
      )}
    </ReviewDialog>
  );
}

function NotRevocable({ count, imported, own }: { count: number; imported: number; own: number }) {
  const others = count - imported - own;
  return (
    <>
      {imported > 0 && `${plural(imported, "token is", "tokens are")} known by import alone, so nothing here can revoke ${imported === 1 ? "it" : "them"}. `}
      {own > 0 && `${plural(own, "token is", "tokens are")} of this deployment's own API, and revoked on the API tokens page without a request. `}
      {others > 0 && `${plural(others, "token is", "tokens are")} dead or being revoked already.`}
    </>
  );
}
