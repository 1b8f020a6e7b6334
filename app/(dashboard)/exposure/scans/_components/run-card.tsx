import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import { Facts } from "@/components/ui/facts";
import { PathText } from "@/components/ui/path-text";
import { formatBytes, formatCount, formatDuration, plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { markTitles } from "@/lib/domain/words";
import type { Scan } from "@/lib/exposure/scan-runs";
import { unreadableTitle } from "@/lib/exposure/unreadable-title";
import { extentTitle, RunEnd, unreadCount } from "../../_components/scan-words";

/** One run: how much was looked through, what was new in it, what could not be read. */
export function RunCard({ run }: { run: Scan }) {
  const took = run.started && run.finished ? formatDuration(new Date(run.finished).getTime() - new Date(run.started).getTime()) : null;
  const notRead = unreadCount(run);
  const by = run.trigger === "schedule" ? "its time had come" : `started by ${run.trigger}`;
  return (
    <Card
      title={
        <>
          Run of <ExactTime at={run.queued} show="both" />
        </>
      }
      aside={<RunEnd run={run} />}
    >
      <Facts
        facts={[
          {
            term: "Looked through",
            value: run.extent === "unchanged" || run.extent === "fetch" ? extentTitle(run) : plural(run.texts, "text"),
            note: [run.bytes > 0 && formatBytes(run.bytes), run.commits > 0 && plural(run.commits, "commit"), run.extent === "since" && extentTitle(run)]
              .filter(Boolean)
              .join(", "),
          },
          { term: "New", value: `${plural(run.exposures, "secret")}, ${plural(run.occurrences, "place")}`, note: `of ${plural(run.sightings, "sighting")}` },
          { term: "Took", value: took ?? "not ended", note: by },
          { term: "Not read", value: formatCount(notRead), note: notRead > 0 ? "below, by reason" : "everything could be read" },
        ]}
      />
      {Object.keys(run.marked).length > 0 && <Counts title="Known not to be live" counts={run.marked} titleOf={(mark) => markTitles[mark] ?? mark} />}
      {notRead > 0 && <Counts title="Could not be read" counts={run.unreadable} titleOf={unreadableTitle} />}
      {run.unread.length > 0 && (
        <details className="mt-3 text-[13px]">
          <summary className="cursor-pointer text-ink-2">
            {run.unread.length < notRead ? `The first ${formatCount(run.unread.length)} of them` : "Which"}
          </summary>
          <ul className="mt-1.5 divide-y divide-line">
            {run.unread.map(({ n, path, reason, detail }) => (
              <li key={n} className="flex flex-wrap items-baseline justify-between gap-x-3 py-1">
                <bdi className="mono min-w-0 text-[12px]">
                  <PathText path={visible(path, { lines: true })} />
                </bdi>
                <span className="text-[12px] text-ink-3">
                  {unreadableTitle(reason)}
                  {detail && `: ${visible(detail, { lines: true })}`}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function Counts({ title, counts, titleOf }: { title: string; counts: Record<string, number>; titleOf: (name: string) => string }) {
  return (
    <section className="mt-4">
      <h3 className="text-[12px] text-ink-3">{title}</h3>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-[13px]">
        {Object.entries(counts)
          .sort(([, a], [, b]) => b - a)
          .map(([name, n]) => (
            <li key={name}>
              {titleOf(name)} <b className="font-[550] tabular-nums">{formatCount(n)}</b>
            </li>
          ))}
      </ul>
    </section>
  );
}
