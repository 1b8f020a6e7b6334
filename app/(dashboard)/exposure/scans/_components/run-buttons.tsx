"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import type { Scan } from "@/lib/exposure/scan-runs";
import { ChooseFileAgain } from "../../../_components/choose-file-again";
import { sendContent, uploadOf } from "../../../_components/send-content";
import { isUnderWay } from "../../_components/scan-words";
import { cancelRunAction, sendAgainAction } from "../actions";

/** Stops a run, or sends content again that did not come to its end. */
export function RunButtons({ run, collector }: { run: Scan; collector: string }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);

  async function cancel() {
    setBusy(true);
    const result = await cancelRunAction({ runId: run.id });
    setBusy(false);
    if (result.ok) notify("success", "It stops. What was found stays.");
    else notify("error", result.error.message);
    void client.invalidateQueries();
  }

  async function again(file: File) {
    setBusy(true);
    const result = await sendAgainAction({ runId: run.id });
    setBusy(false);
    if (!result.ok) return notify("error", result.error.message);
    void sendContent(`${collector}/scans`, result.data.ticket, run.id, file).then(({ refused }) => {
      if (refused !== null) notify("error", refused, { duration: 15_000 });
      void client.invalidateQueries();
    });
    // from now on it is looked at again
    setTimeout(() => void client.invalidateQueries(), 500);
  }

  const mayAgain = run.fileName !== null && ["waiting", "stalled", "failed"].includes(run.status) && uploadOf(run.id) === null;
  return (
    <span className="inline-flex flex-wrap gap-2">
      {mayAgain && <ChooseFileAgain size="sm" busy={busy} onFile={(file) => void again(file)} />}
      {isUnderWay(run) && (
        <Button size="sm" busy={busy} onClick={() => void cancel()}>
          Cancel
        </Button>
      )}
    </span>
  );
}
