import { Progress } from "@/components/ui/progress";
import { formatCount, formatDuration } from "@/lib/core/format";
import type { Import } from "../../_components/views";

/** How far, how fast, how long: by the bytes of the file, for nobody knows its rows before its end. */
export function ImportProgress({ view }: { view: Import }) {
  if (view.status === "waiting") return <Progress label="Waits for its file" done={0} total={null} note="It begins when the collector gets the first bytes." />;
  const seconds = view.startedAt && view.heartbeatAt ? (new Date(view.heartbeatAt).getTime() - new Date(view.startedAt).getTime()) / 1000 : 0;
  const share = view.bytes ? view.bytesRead / view.bytes : 0;
  const written = share >= 1 || (view.bytes !== null && view.bytesRead >= view.bytes);
  const expected = share > 0 && view.read > 0 ? Math.max(view.read, Math.round(view.read / share)) : null;
  const notes = [
    seconds >= 1 && `${formatCount(Math.round(view.read / seconds))} rows a second`,
    seconds >= 1 && share > 0 && share < 1 && `about ${formatDuration((seconds / share - seconds) * 1000)} left`,
    `${formatCount(view.created)} new, ${formatCount(view.changed)} changed, ${formatCount(view.unchanged)} unchanged`,
    view.rejected > 0 && `${formatCount(view.rejected)} rejected`,
  ].filter(Boolean);
  return <Progress label={written ? "Writing to the inventory" : "Reading"} done={view.read} total={expected} note={notes.join(" · ")} />;
}
