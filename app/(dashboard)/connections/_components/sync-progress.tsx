"use client";

import { Progress } from "@/components/ui/progress";
import { formatCount, formatDuration } from "@/lib/core/format";
import type { Run } from "./views";

const phases: Record<string, string> = {
  check: "Checking the credential",
  accounts: "Reading accounts",
  tokens: "Reading tokens",
  persons: "Reading people",
  reconcile: "Comparing with what was known",
};

/** A sync that waits or is under way: what it does, how far, how fast, how long. */
export function SyncProgress({ run }: { run: Run }) {
  if (run.status === "queued")
    return <Progress label="Waits for the collector" done={0} total={null} note="It begins within seconds when the collector runs." />;
  const notes = [
    run.rate !== null && `${formatCount(run.rate)} rows a second`,
    run.secondsLeft !== null && `about ${formatDuration(run.secondsLeft * 1000)} left`,
    `${formatCount(run.created)} new, ${formatCount(run.changed)} changed`,
    run.rejected > 0 && `${formatCount(run.rejected)} not understood`,
  ].filter(Boolean);
  return (
    <Progress
      label={run.cancelling ? "Stopping at the next page" : (phases[run.phase ?? ""] ?? "Reading")}
      done={run.read}
      total={run.expected}
      note={notes.join(" · ")}
    />
  );
}
