"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Message } from "@/components/ui/message";
import { Skeleton } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { plural } from "@/lib/core/format";
import type { RequestedEffect } from "@/lib/requests/schemas";
import { fileRequestAction, previewRequestAction } from "../requests/actions";
import { RequestForm } from "./request-form";

export interface RequestDialogProps {
  tokens: string[];
  onClose: () => void;
  /** after the last request was filed */
  onFiled?: () => void;
}

/**
 * Shows what revoking these tokens would touch, then asks. One request covers one connection, so tokens of several
 * are asked for one after the other; what was typed as the reason stays.
 */
export function RequestDialog({ tokens, onClose, onFiled }: RequestDialogProps) {
  const router = useRouter();
  const [place, setPlace] = useState(0);
  const [reason, setReason] = useState("");
  const [filed, setFiled] = useState<number[]>([]);
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
    const result = await fileRequestAction({ tokens: current.ready, reason, acknowledgement, effect });
    if (!result.ok) return result.error;
    const numbers = [...filed, result.data.number];
    setFiled(numbers);
    if (place + 1 < total) {
      setPlace(place + 1);
      return null;
    }
    notify("success", `${numbers.map((number) => `R-${number}`).join(", ")} filed. Nothing is revoked until people have signed.`);
    onFiled?.();
    onClose();
    if (numbers.length === 1) router.push(`/requests/${numbers[0]}`);
    else router.push("/requests?view=open");
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
    </Dialog>
  );
}
