"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Message } from "@/components/ui/message";
import { Skeleton } from "@/components/ui/skeleton";
import type { Result } from "@/lib/core/result";
import type { ExposureSelection } from "@/lib/exposure/bulk/review-exposures";
import { sendJson } from "../../_components/fetch-json";
import type { Chosen } from "../../inventory/_components/use-chosen";
import { bulkVerbs, type ExposureBulkVerb } from "./exposure-bulk-bar";
import { ExposureBulkForm } from "./exposure-bulk-form";

/** How it is taken back, and in which words. */
export interface Undoing {
  to: string;
  words: string;
  act: () => Promise<Result<unknown>>;
}

interface Props {
  verb: ExposureBulkVerb;
  /** the list's filters, as a query string */
  filters: string;
  chosen: Chosen;
  onClose: () => void;
  /** after it was done: what is ticked is ticked no more */
  onDone: (words: string, undoing: Undoing | null) => void;
}

/** Shows the exact set that something is to be done to, and does it to that set alone. */
export function ExposureBulkDialog({ verb, filters, chosen, onClose, onDone }: Props) {
  // Each opening of the dialog reviews anew.
  const opening = useId();
  const set = useQuery({
    queryKey: ["exposure-selection", opening, filters],
    queryFn: ({ signal }) => {
      const body = chosen.all ? { ...Object.fromEntries(new URLSearchParams(filters)), except: [...chosen.except] } : { only: [...chosen.ids] };
      return sendJson<ExposureSelection>("/api/exposures/selection", body, signal);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={bulkVerbs[verb]}
      description="It is done to the set below and to nothing else: what changes before you confirm is left out, and you are told."
    >
      {set.isError && (
        <Message tone="error" title="The set could not be made">
          <p>{set.error.message}</p>
          <Button size="sm" className="mt-2" onClick={() => void set.refetch()}>
            Try again
          </Button>
        </Message>
      )}
      {set.isFetching && (
        <div role="status" aria-label="Writing down the set" className="flex flex-col gap-3">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-24 w-full" />
        </div>
      )}
      {set.data && <ExposureBulkForm verb={verb} set={set.data} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}
