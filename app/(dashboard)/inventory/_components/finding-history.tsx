import Link from "next/link";
import { ExactTime } from "@/components/ui/exact-time";
import { MachineMark, PersonMark } from "@/components/ui/marks";
import { findingStateTitles } from "@/lib/domain/words";
import { closingWords } from "@/lib/findings/finding-history";
import type { TokenFinding } from "@/lib/tokens/token-page";

/** How a finding was closed, and on what; that it came back; what people said of it. A line each, in the order in which it happened. */
export function FindingHistory({ finding }: { finding: TokenFinding }) {
  const lines = linesOf(finding).sort((a, b) => a.at.localeCompare(b.at));
  if (lines.length === 0) return null;
  return (
    <ul className="mt-1 text-ink-2">
      {lines.map(({ at, by, words }) => (
        <li key={`${at}-${by}`} className="break-words">
          {by === "person" ? (
            <PersonMark className="mr-1.5 size-2.5! align-[-1px]" label="a person" />
          ) : (
            <MachineMark className="mr-1.5 size-2.5! align-[-1px]" label="the machine" />
          )}
          {words}
        </li>
      ))}
    </ul>
  );
}

interface Line {
  at: string;
  by: "person" | "machine";
  words: React.ReactNode;
}

function linesOf({ closing, regressedAt, triage, note, status }: TokenFinding): Line[] {
  const lines: Line[] = [];
  if (closing)
    lines.push({
      at: closing.at,
      by: "machine",
      words: (
        <>
          Closed on <ExactTime at={closing.at} />: {closingWords(closing)}
          <ByRequest proof={closing.proof} />.
        </>
      ),
    });
  if (regressedAt)
    lines.push({
      at: regressedAt,
      by: "machine",
      words: (
        <>
          Came back on <ExactTime at={regressedAt} />: the rule is true again.
        </>
      ),
    });
  else if (status === "regressed") lines.push({ at: "~", by: "machine", words: "Came back since; the audit log says when." });
  if (triage)
    lines.push({
      at: triage.at,
      by: "person",
      words: (
        <>
          {triage.by}, <ExactTime at={triage.at} />: {findingStateTitles[triage.to as keyof typeof findingStateTitles] ?? triage.to}
          {note && `, “${note}”`}
        </>
      ),
    });
  else if (note) lines.push({ at: "~", by: "person", words: `“${note}”` });
  return lines;
}

function ByRequest({ proof }: { proof: NonNullable<TokenFinding["closing"]>["proof"] }) {
  if (!proof?.request) return null;
  return (
    <>
      {" "}
      (
      <Link href={`/requests/${proof.request}`} className="underline">
        R-{proof.request}
      </Link>
      )
    </>
  );
}
