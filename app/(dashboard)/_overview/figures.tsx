import { Figure } from "@/components/ui/figure";
import { formatCount, plural } from "@/lib/core/format";
import type { Overview } from "@/lib/overview/queries";

/** The figures; each opens the rows it counts. */
export function Figures({ shown }: { shown: Overview }) {
  const { tokens, residue, requests, provenDead, connections } = shown;
  const unread = connections === 0 && tokens.total === 0;
  const unknown = tokens.total > 0 && `${formatCount(tokens.lastUseUnknown)} with unknown last use`;
  return (
    <div className="mt-4 grid grid-cols-2 gap-3.5 md:grid-cols-3 xl:grid-cols-5">
      <Figure
        label="Tokens seen"
        value={unread ? null : tokens.total}
        href="/inventory"
        note={
          [tokens.lastWeek > 0 && `${formatCount(tokens.lastWeek)} new this week`, tokens.imported > 0 && `${formatCount(tokens.imported)} imported`]
            .filter(Boolean)
            .join(" · ") || unknown
        }
      />
      <Figure
        label="Without a confirmed owner"
        value={unread ? null : tokens.ownerless}
        href="/inventory?finding=no-owner"
        tone="high"
        note={tokens.total > 0 ? `${share(tokens.ownerless, tokens.total)} of all` : undefined}
      />
      <Figure
        label="Outlive their person"
        value={unread ? null : residue.tokens + residue.accounts}
        href="/residue"
        tone="critical"
        note={residue.people > 0 ? `${plural(residue.people, "person", "people")}, ${formatCount(residue.usedSince)} used since` : undefined}
      />
      <Figure
        label="Waiting for people"
        value={requests.open}
        href="/requests?view=open"
        tone="people"
        note={requests.machine > 0 ? `${plural(requests.machine, "request")} with the machine` : undefined}
      />
      <Figure
        label="Proven dead"
        value={provenDead.total}
        href="/inventory?state=dead"
        tone="ok"
        note={provenDead.lastWeek > 0 ? `${formatCount(provenDead.lastWeek)} this week` : undefined}
      />
    </div>
  );
}

function share(part: number, whole: number): string {
  const percent = (100 * part) / whole;
  return percent > 0 && percent < 0.1 ? "less than 0.1 %" : `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}
