"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import type { Result } from "@/lib/core/result";
import type { ExposureSelection } from "@/lib/exposure/bulk/review-exposures";
import { sendJson } from "../../_components/fetch-json";
import { ReviewDialog } from "../../_components/review-dialog";
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
    <ReviewDialog title={bulkVerbs[verb]} set={set} onClose={onClose}>
      {set.data && <ExposureBulkForm verb={verb} set={set.data} onClose={onClose} onDone={onDone} />}
    </ReviewDialog>
  );
}
