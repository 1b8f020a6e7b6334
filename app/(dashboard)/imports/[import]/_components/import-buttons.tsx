"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { sendContent, uploadOf } from "../../../_components/send-content";
import { type Import, isUnderWay, mayResume } from "../../_components/views";
import { cancelImportAction, resumeImportAction } from "../../actions";

/** Stops an import, or goes on with one that broke off. */
export function ImportButtons({ view, collector }: { view: Import; collector: string }) {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
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
      {mayResume(view) && !here && (
        <>
          <input
            ref={input}
            type="file"
            className="sr-only"
            tabIndex={-1}
            aria-label="The same file again"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = "";
              if (file) void resume(file);
            }}
          />
          <Button variant="primary" busy={busy} onClick={() => input.current?.click()}>
            Choose the file again
          </Button>
        </>
      )}
      {isUnderWay(view) && (
        <Button busy={busy} onClick={() => void cancel()}>
          Cancel
        </Button>
      )}
    </>
  );
}
