import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Message } from "@/components/ui/message";
import { plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { markTitles } from "@/lib/domain/words";
import type { Scan } from "@/lib/exposure/scan-runs";
import { unreadCount } from "../../../_components/scan-words";
import { SeenList } from "../../_components/seen-list";

/** What was seen in text that somebody pasted, at once and without the text. */
export function PasteAnswer({ run }: { run: Scan }) {
  const link = (
    <Link href={`/exposure/scans/${run.source.id}?run=${run.id}`} className="underline">
      its run
    </Link>
  );
  if (run.status !== "succeeded") return <Message tone="error">{run.error ? visible(run.error) : "It did not come to its end."}</Message>;
  const counted = Object.entries(run.marked).map(([mark, n]) => `${(markTitles[mark] ?? mark).toLowerCase()} ${n}`);
  const notRead = unreadCount(run);
  return (
    <Card
      title={
        <span role="status">
          {run.seen.length === 0 ? "No secret was seen" : `${plural(run.seen.length, "secret")} ${run.seen.length === 1 ? "was" : "were"} seen`}
        </span>
      }
    >
      <SeenList seen={run.seen} />
      <p className="mt-2 text-[12.5px] text-ink-3">
        {run.seen.length > 0 &&
          (run.exposures === 0 ? "Known before. " : run.exposures === run.seen.length ? "Not known before. " : `${run.exposures} not known before. `)}
        {counted.length > 0 && `Known not to be live: ${counted.join(", ")}. `}
        {notRead > 0 && `${plural(notRead, "thing")} could not be read. `}
        The text is kept nowhere; {link} is.
      </p>
    </Card>
  );
}
