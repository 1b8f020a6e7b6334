"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { unlinkIdentityAction } from "../../actions";

/** Undoes which identity of a provider signs in as this person. The next sign-in is matched anew, so nothing is lost. */
export function IdentityChange({ personId, issuer }: { personId: string; issuer: string }) {
  const [busy, setBusy] = useState(false);
  async function undo() {
    setBusy(true);
    const result = await unlinkIdentityAction({ personId, issuer });
    setBusy(false);
    if (result.ok) notify("success", "The link is undone and their sessions have ended. The next sign-in is matched anew.");
    else notify("error", result.error.message);
  }
  return (
    <Button size="sm" busy={busy} aria-label={`Undo the link to ${issuer}`} onClick={() => void undo()}>
      Undo
    </Button>
  );
}
