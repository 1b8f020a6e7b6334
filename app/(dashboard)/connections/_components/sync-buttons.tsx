"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import type { Result } from "@/lib/core/result";
import { cancelSyncAction, requestSyncAction } from "../actions";
import { type Connection, isLive } from "./views";

/** Reads a connection now, or stops the reading that is under way. */
export function SyncButtons({ connection, size = "sm" }: { connection: Connection; size?: "sm" | "md" }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = connection.latestRun;
  async function perform<T>(action: Promise<Result<T>>, done: string) {
    setBusy(true);
    const result = await action;
    setBusy(false);
    if (result.ok) notify("success", done);
    else notify("error", result.error.message);
    void client.invalidateQueries();
  }
  if (run && isLive(run))
    return (
      <Button
        size={size}
        busy={busy || run.cancelling}
        aria-label={`Cancel the sync of ${connection.name}`}
        onClick={() => void perform(cancelSyncAction({ runId: run.id }), "It stops at the next page. What was read stays.")}
      >
        {run.cancelling ? "Stopping" : "Cancel"}
      </Button>
    );
  return (
    <Button
      size={size}
      busy={busy}
      aria-label={`Sync ${connection.name} now`}
      onClick={() => void perform(requestSyncAction({ connectionId: connection.id }), `${connection.name} will be read now.`)}
    >
      Sync now
    </Button>
  );
}
