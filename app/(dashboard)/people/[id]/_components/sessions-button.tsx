"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { plural } from "@/lib/core/format";
import { endSessionsAction } from "../../actions";

/** Ends every session of a person at once. They may sign in again as long as they are active. */
export function SessionsButton({ personId }: { personId: string }) {
  const [busy, setBusy] = useState(false);
  async function end() {
    setBusy(true);
    const result = await endSessionsAction({ personId });
    setBusy(false);
    if (result.ok) notify("success", result.data === 0 ? "There was no living session." : `${plural(result.data, "session")} ended.`);
    else notify("error", result.error.message);
  }
  return (
    <Button size="sm" busy={busy} onClick={() => void end()}>
      End all sessions
    </Button>
  );
}
