"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { pauseSourceAction, runNowAction } from "../actions";

/** Has a source on the collector's host looked through now, or lets it rest. */
export function SourceButtons({ source, planned, paused }: { source: string; planned: boolean; paused: boolean }) {
  const router = useRouter();
  const [busy, setBusy] = useState<"run" | "pause" | null>(null);

  async function run() {
    setBusy("run");
    const result = await runNowAction({ sourceId: source });
    setBusy(null);
    if (!result.ok) return notify("error", result.error.message);
    router.push(`/exposure/scans/${source}?run=${result.data.runId}`);
    router.refresh();
  }

  async function pause() {
    setBusy("pause");
    const result = await pauseSourceAction({ sourceId: source, paused: !paused });
    setBusy(null);
    if (!result.ok) notify("error", result.error.message);
    else notify("success", paused ? "It goes on." : "It rests until somebody lets it go on.");
    router.refresh();
  }

  return (
    <>
      {planned && (
        <Button busy={busy === "pause"} onClick={() => void pause()}>
          {paused ? "Go on" : "Let it rest"}
        </Button>
      )}
      <Button variant="primary" busy={busy === "run"} onClick={() => void run()}>
        Run now
      </Button>
    </>
  );
}
