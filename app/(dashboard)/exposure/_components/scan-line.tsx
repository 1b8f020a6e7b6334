import { RelativeTime } from "@/components/ui/relative-time";
import { plural } from "@/lib/core/format";
import type { ScanCoverage } from "@/lib/exposure/scans";
import { ScansLink } from "./exposure-words";

const hour = 3_600_000;

/** What the list rests on, in a sentence: what was looked through and when, and what could not be. */
export function ScanLine({ coverage: { sources, removed, whole, oldest, newest, failed, unreadable } }: { coverage: ScanCoverage }) {
  if (sources === 0) return <>Nothing has been looked through yet, so what is exposed is unknown.</>;
  const unfinished = sources - removed - whole;
  const gaps = [
    removed === sources && "nothing is looked through any more",
    unfinished > 0 && `${plural(unfinished, "source")} never to ${unfinished === 1 ? "its" : "their"} end`,
    failed > 0 && `the last run of ${plural(failed, "source")} broke off`,
    unreadable > 0 && `${plural(unreadable, "thing")} could not be read`,
  ].filter((each) => each !== false);
  return (
    <>
      <ScansLink>{plural(sources, "source")}</ScansLink> {sources === 1 ? "was" : "were"} looked through
      {newest && (
        <>
          , {sources === 1 ? "last" : "the latest"} <RelativeTime at={newest} />
        </>
      )}
      {newest && oldest && Date.parse(newest) - Date.parse(oldest) > hour && (
        <>
          , the longest ago <RelativeTime at={oldest} />
        </>
      )}
      {gaps.length > 0 && `; ${gaps.join(", ")}`}. What nobody looked through is not counted.
    </>
  );
}
