"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyText } from "@/components/ui/copy-text";
import { Dialog } from "@/components/ui/dialog";
import { ExactTime } from "@/components/ui/exact-time";
import { notify } from "@/components/ui/toast";
import { inviteAction } from "../../actions";

interface Shown {
  link: string;
  expiresAt: Date;
}

/** Makes a one-time sign-in link and shows it once. */
export function InviteButton({ personId }: { personId: string }) {
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState<Shown | null>(null);
  async function make() {
    setBusy(true);
    const result = await inviteAction({ personId });
    setBusy(false);
    if (result.ok) setShown(result.data);
    else notify("error", result.error.message);
  }
  return (
    <>
      <Button size="sm" busy={busy} onClick={() => void make()}>
        Make a sign-in link
      </Button>
      <Dialog
        open={shown !== null}
        onOpenChange={(open) => !open && setShown(null)}
        title="One-time sign-in link"
        description="Whoever opens it first is signed in as this person. Give it to nobody else; it is not shown again."
      >
        {shown && (
          <div className="flex flex-col gap-2 text-[13px]">
            <CopyText text={shown.link} label="sign-in link" />
            <p className="text-ink-2">
              Works once, until <ExactTime at={shown.expiresAt} show="both" />.
            </p>
          </div>
        )}
      </Dialog>
    </>
  );
}
