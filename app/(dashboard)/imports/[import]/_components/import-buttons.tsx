"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { ChooseFileAgain } from "../../../_components/choose-file-again";
import { sendContent, uploadOf } from "../../../_components/send-content";
import { type Import, isUnderWay, mayResume } from "../../_components/views";
import { cancelImportAction, resumeImportAction } from "../../actions";

/** Stops an import, or goes on with one that broke off. */
export function ImportButtons({ view, collector }: { view: Import; collector: string }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);

  async function cancel() {
    setBusy(true);
    const result = await cancelImportAction({ importId: view.id });
    setBusy(false);
    if (result.ok) notify("success", "It stops. What was taken in stays.");
    else notify("error", result.error.message);
    void client.invalidateQueries();
  }

  async function resume(file: File) {
    setBusy(true);
    const result = await resumeImportAction({ importId: view.id });
    setBusy(false);
    if (!result.ok) return notify("error", result.error.message);
    void sendContent(`${collector}/imports`, result.data.ticket, view.id, file).then(({ refused }) => {
      if (refused !== null) notify("error", refused, { duration: 15_000 });
      void client.invalidateQueries();
    });
    // the list of states has to be looked at again from now on
    setTimeout(() => void client.invalidateQueries(), 500);
  }

  const here = uploadOf(view.id) !== null;
  return (
    <>
      {mayResume(view) && !here && <ChooseFileAgain variant="primary" busy={busy} onFile={(file) => void resume(file)} />}
      {isUnderWay(view) && (
        <Button busy={busy} onClick={() => void cancel()}>
          Cancel
        </Button>
      )}
    </>
  );
}
