"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import { revokeApiTokenAction } from "../actions";

/** Ends an API token, after saying what that means. */
export function RevokeDialog({ id, name }: { id: string; name: string }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  async function revoke() {
    setBusy(true);
    const result = await revokeApiTokenAction({ id });
    setBusy(false);
    if (!result.ok) return setError(result.error.message);
    setOpen(false);
    notify("success", `“${name}” is refused from now on.`);
  }
  function change(next: boolean) {
    setError(null);
    setOpen(next);
  }
  return (
    <>
      <Button size="sm" aria-label={`Revoke ${name}`} onClick={() => change(true)}>
        Revoke
      </Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title={`Revoke “${name}”?`}
        footer={
          <>
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button variant="danger" busy={busy} onClick={() => void revoke()}>
              Revoke token
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3 text-[13.5px]">
          <p>The program that uses it is refused at its next request. It can’t be brought back; make a new one instead.</p>
          {error && <Message tone="error">{error}</Message>}
        </div>
      </Dialog>
    </>
  );
}
