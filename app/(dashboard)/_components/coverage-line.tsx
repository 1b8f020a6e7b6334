import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { plural } from "@/lib/core/format";
import type { CoverageGap } from "@/lib/overview/coverage";

/** What a list can't see, in a sentence: which connections were not read well lately, and how much that leaves open. */
export function CoverageLine({ gaps, connections }: { gaps: CoverageGap[]; connections?: number }) {
  const [first, ...more] = gaps;
  if (!first) return connections === 0 ? null : <>Every connection is fresh.</>;
  if (more.length > 0) {
    const old = gaps.reduce((sum, gap) => sum + (gap.tokens ?? 0), 0);
    const unread = gaps.filter((gap) => gap.tokens === null).length;
    return (
      <>
        <Link href="/connections?health=stale" className="underline">
          {plural(gaps.length, "connection")}
        </Link>{" "}
        {gaps.length === 1 ? "was" : "were"} not read lately: {old > 0 && `${plural(old, "token")} there may have changed unseen`}
        {old > 0 && unread > 0 && ", and "}
        {unread > 0 && `what ${unread === 1 ? "one" : unread} of them ${unread === 1 ? "holds" : "hold"} is unknown`}.
      </>
    );
  }
  const link = (
    <Link href={`/connections/${first.id}`} className="underline">
      {first.name}
    </Link>
  );
  if (first.tokens === null || first.lastGoodSync === null) return <>{link} was never read, so what it holds is not counted.</>;
  return (
    <>
      {link} was last read <RelativeTime at={first.lastGoodSync} />, so {plural(first.tokens, "token")} there may have changed unseen and new ones are not
      counted.
    </>
  );
}
