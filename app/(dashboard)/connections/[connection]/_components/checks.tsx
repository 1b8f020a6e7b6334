"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { notify } from "@/components/ui/toast";
import { allowChecksAction } from "../../actions";

/** Whether secrets that were found elsewhere are tried at this system, by which call, and who may change it. */
export function Checks({ connectionId, allowed, call, mayChange }: { connectionId: string; allowed: boolean; call: string; mayChange: boolean }) {
  const router = useRouter();
  const [busy, start] = useTransition();
  const change = () =>
    start(async () => {
      const result = await allowChecksAction({ connectionId, allowed: !allowed });
      if (!result.ok) notify("error", result.error.message);
      router.refresh();
    });
  return (
    <Card>
      <section aria-labelledby="checks" className="flex flex-wrap items-start justify-between gap-3">
        <div className="max-w-[72ch] min-w-0">
          <h2 id="checks" className="text-[13px] font-[550] text-ink-2">
            {allowed ? "Secrets found elsewhere are tried here" : "Secrets found elsewhere are not tried here"}
          </h2>
          <p className="mt-1 text-[13px] text-ink-2">
            {allowed
              ? "When a scan finds a secret of a token of this system, a separate process tries it once: "
              : "If you allow it, a separate process tries each found secret once: "}
            {call}
          </p>
        </div>
        {mayChange && (
          <Button busy={busy} onClick={change}>
            {allowed ? "Stop trying them" : "Try found secrets here"}
          </Button>
        )}
      </section>
    </Card>
  );
}
