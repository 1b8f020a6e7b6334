import { Figure, type FigureNote } from "@/components/ui/figure";
import { formatCount, plural } from "@/lib/core/format";
import { exposureLinks } from "@/lib/overview/exposed";
import type { Overview } from "@/lib/overview/queries";

/** The figures; each opens the rows it counts, and so does each number beside it. Those that rest on listings carry which of them are old (`stale`). */
export function Figures({ shown, stale }: { shown: Overview; stale: string | null }) {
  const { tokens, residue, exposures, requests, provenDead, connections, before } = shown;
  const seen: FigureNote[] = stale ? [{ text: stale, href: "/coverage" }] : [];
  const unread = connections === 0 && tokens.total === 0;
  return (
    <div className="mt-4 grid grid-cols-2 gap-3.5 md:grid-cols-3 xl:grid-cols-6">
      <Figure
        label="Tokens seen"
        value={unread ? null : tokens.total}
        href="/inventory"
        notes={[
          ...counted(tokens.imported, "imported", "/inventory?imported=yes"),
          // In the first week everything is new, which says nothing.
          ...(tokens.lastWeek < tokens.total ? counted(tokens.lastWeek, "new this week", "/inventory?seen=7d") : []),
          ...seen,
        ]}
      />
      <Figure
        label="Without a confirmed owner"
        value={unread ? null : tokens.ownerless}
        href="/inventory?finding=no-owner"
        tone="high"
        notes={[
          ...(tokens.total > 0 ? [{ text: `${share(tokens.ownerless, tokens.total)} of ${formatCount(tokens.total)} seen` }] : []),
          ...since(tokens.ownerless, before?.ownerless),
          ...seen,
        ]}
      />
      <Figure
        label="Outlive their person"
        value={unread ? null : residue.tokens + residue.accounts}
        href="/residue"
        tone="critical"
        notes={[
          ...(residue.usedSince > 0 ? [{ text: `used since: ${plural(residue.usedSince, "person", "people")}`, href: "/residue?used=yes" }] : []),
          ...since(residue.tokens + residue.accounts, before?.residue),
          ...seen,
        ]}
      />
      <Figure
        label="Exposed secrets"
        value={exposures?.open ?? null}
        href={exposureLinks.open}
        tone={exposures?.valid ? "critical" : "high"}
        notes={
          exposures
            ? [
                ...counted(exposures.valid, exposures.valid === 1 ? "works" : "work", exposureLinks.valid),
                ...counted(exposures.unknown, "may work, nobody knows", exposureLinks.unknown),
                ...since(exposures.open, before?.exposures),
              ]
            : [{ text: "no source was looked through" }]
        }
      />
      <Figure
        label="Waiting for people"
        value={requests.open}
        href="/requests?view=open"
        tone="people"
        notes={requests.machine > 0 ? [{ text: `${plural(requests.machine, "request")} with the machine`, href: "/requests?view=machine" }] : []}
      />
      <Figure label="Proven dead" value={provenDead} href="/inventory?state=dead" tone="ok" notes={since(provenDead, before?.dead)} />
    </div>
  );
}

const counted = (n: number, words: string, href: string): FigureNote[] => (n > 0 ? [{ text: `${formatCount(n)} ${words}`, href }] : []);

/** Against the record of a week ago, where there is one. */
function since(now: number, before: number | null | undefined): FigureNote[] {
  if (before === null || before === undefined) return [];
  const change = now - before;
  return [{ text: change === 0 ? "as a week ago" : `${change > 0 ? "+" : "−"}${formatCount(Math.abs(change))} in a week` }];
}

function share(part: number, whole: number): string {
  const percent = (100 * part) / whole;
  return percent > 0 && percent < 0.1 ? "less than 0.1 %" : `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}
