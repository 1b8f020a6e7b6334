"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { LinkButton } from "@/components/ui/link-button";
import { Message } from "@/components/ui/message";
import { Skeleton } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import type { Reviewed } from "@/lib/bulk/schemas";
import { plural } from "@/lib/core/format";
import type { RequestedEffect } from "@/lib/requests/schemas";
import type { Left } from "@/lib/tokens/recheck-selection";
import { fileReviewedAction } from "../inventory/bulk-actions";
import { fileRequestAction, previewRequestAction } from "../requests/actions";
import { LeftOutList } from "./left-out-list";
import { RequestForm } from "./request-form";

export interface RequestDialogProps {
  tokens: string[];
  /** the reviewed set that they are of: what changed since is left out, and told */
  reviewed?: Reviewed;
  /** stands above the preview */
  note?: React.ReactNode;
  onClose: () => void;
  /** after the last request was filed */
  onFiled?: () => void;
}

/**
 * Shows what revoking these tokens would touch, then asks. One request covers one connection, so tokens of several
 * are asked for one after the other; what was typed as the reason stays.
 */
export function RequestDialog({ tokens, reviewed, note, onClose, onFiled }: RequestDialogProps) {
  const router = useRouter();
  const [place, setPlace] = useState(0);
  const [reason, setReason] = useState("");
  const [filed, setFiled] = useState<number[]>([]);
  const [left, setLeft] = useState<Left[]>([]);
  const previews = useQuery({
    queryKey: ["request-preview", tokens],
    queryFn: async () => {
      const result = await previewRequestAction({ tokens });
      if (!result.ok) throw new Error(result.error.message);
      return result.data;
    },
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  const current = previews.data?.[place];
  const total = previews.data?.length ?? 1;

  async function file(acknowledgement: string, effect: RequestedEffect) {
    if (!current) return null;
    const wanted = { tokens: current.ready, reason, acknowledgement, effect };
    const result = await (reviewed ? fileReviewedAction({ ...wanted, ...reviewed }) : fileAlone(wanted));
    if (!result.ok) return result.error;
    const numbers = [...filed, result.data.number];
    const leftOut = [...left, ...result.data.left];
    setFiled(numbers);
    setLeft(leftOut);
    if (place + 1 < total) {
      setPlace(place + 1);
      return null;
    }
    onFiled?.();
    // What was left out stays on screen until somebody has read it.
    if (leftOut.length > 0) {
      setPlace(total);
      return null;
    }
    notify("success", `${namesOf(numbers)} filed. Nothing is revoked until people have signed.`);
    onClose();
    router.push(whereTo(numbers));
    return null;
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={current ? `Request revocation on ${current.connection.name}` : "Request revocation"}
      description={
        total > 1
          ? `Request ${place + 1} of ${total}: one request covers one connection.`
          : `${plural(tokens.length, "token")}. Nothing is revoked until people have signed.`
      }
    >
      {note && current && <div className="mb-3">{note}</div>}
      {previews.isError && (
        <Message tone="error" title="The preview could not be read">
          <p>{previews.error.message}</p>
          <Button size="sm" className="mt-2" onClick={() => void previews.refetch()}>
            Try again
          </Button>
        </Message>
      )}
      {previews.isPending && (
        <div role="status" aria-label="Reading what this would touch" className="flex flex-col gap-3">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-16 w-full" />
          <Skeleton className="h-8 w-full" />
        </div>
      )}
      {current && <RequestForm key={current.connection.id} preview={current} reason={reason} onReason={setReason} onFile={file} onCancel={onClose} />}
      {previews.data && !current && (
        <div className="flex flex-col gap-3">
          <LeftOutList done={`${namesOf(filed)} filed. Nothing is revoked until people have signed.`} left={left} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={onClose}>Close</Button>
            <LinkButton href={whereTo(filed)} variant="primary">
              {filed.length === 1 ? `Open R-${filed[0]}` : "Open the requests"}
            </LinkButton>
          </div>
        </div>
      )}
    </Dialog>
  );
}

const namesOf = (numbers: readonly number[]) => numbers.map((number) => `R-${number}`).join(", ");
const whereTo = (numbers: readonly number[]) => (numbers.length === 1 ? `/requests/${numbers[0]}` : "/requests?view=open");

/** A request for tokens that were chosen one by one leaves nothing out: it is filed whole or not at all. */
async function fileAlone(wanted: Parameters<typeof fileRequestAction>[0]) {
  const result = await fileRequestAction(wanted);
  return result.ok ? { ...result, data: { ...result.data, left: [] } } : result;
}
