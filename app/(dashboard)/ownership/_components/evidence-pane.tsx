import { clsx } from "clsx";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { KeyHint } from "@/components/ui/key-hint";
import { RelativeTime } from "@/components/ui/relative-time";
import { tokenClassTitles } from "@/lib/domain/words";
import type { GapRow } from "@/lib/ownership/gap-row";
import { Environment, When } from "../../_components/token-words";
import { learntOf } from "./gap-columns";

export interface EvidencePaneProps {
  row: GapRow;
  className?: string;
  /** null: not this person's to decide */
  decide: { accept: () => void; reject: () => void; correct: (() => void) | null; fill: { words: string; act: () => void } | null } | null;
}

/** Everything that speaks for somebody to answer for the token, and what one may do about it. */
export function EvidencePane({ row, className, decide }: EvidencePaneProps) {
  return (
    <section aria-label={`Evidence for ${row.name}`} className={clsx("rounded-md border border-line bg-panel px-4 py-3 text-[13px]", className)}>
      <h2 className="text-[14px] leading-snug font-[600] break-words">{row.name}</h2>
      <p className="mt-0.5 text-ink-2">
        {tokenClassTitles[row.class]} on {row.connection.name}, <Environment name={row.environment} />{" "}
        {row.critical && <Badge tone="high">counts as critical</Badge>}
      </p>
      <p className="mt-0.5 text-ink-3">
        Made <When fact={row.created} />, last used <When fact={row.lastUsed} />
      </p>
      {row.offer && (
        <p className="mt-2 rounded-sm bg-people-soft px-2 py-1">
          {row.offer.to.name} is asked to take it over{row.offer.as && `, as ${row.offer.as}`}
          {row.offer.until && (
            <>
              , until <RelativeTime at={row.offer.until} />
            </>
          )}
          .
        </p>
      )}
      {row.refused && (
        <p className="mt-2 text-ink-2">
          {row.refused.by} said <RelativeTime at={row.refused.at} /> that it is not theirs: “{row.refused.reason}”
        </p>
      )}
      {row.asked.map(({ to, status, reason }) => (
        <p key={to} className="mt-1 text-ink-2">
          {to} was asked and {status === "declined" ? `declined${reason ? `: “${reason}”` : ""}` : "did not answer in time"}.
        </p>
      ))}
      {(row.suggestions.length > 0 || row.owner?.status !== "active") && (
        <h3 className="mt-3 mb-1 text-[12px] font-[600] text-ink-2">{row.suggestions.length > 0 ? "Suggested, not confirmed" : "No evidence names anybody"}</h3>
      )}
      <ol className="flex flex-col gap-2">
        {row.suggestions.map((suggestion) => (
          <li key={suggestion.id} className="border-l-2 border-line-2 pl-2.5">
            <span className="flex justify-between gap-3">
              <span className="font-[550] italic">{suggestion.person.name}</span>
              <span className="tabular-nums">{suggestion.confidence} %</span>
            </span>
            <span className="text-ink-2">{suggestion.words}.</span>
            {suggestion.learnt && <span className="block text-[12px] text-ink-3">{learntOf(suggestion)}.</span>}
          </li>
        ))}
      </ol>
      {decide && (
        <div className="mt-3 flex flex-wrap gap-2">
          {decide.fill && (
            <Button size="sm" onClick={decide.fill.act} aria-keyshortcuts="f">
              {decide.fill.words} <KeyHint>f</KeyHint>
            </Button>
          )}
          {row.suggestions.length > 0 && (
            <>
              <Button size="sm" variant="primary" onClick={decide.accept} aria-keyshortcuts="a">
                Accept{" "}
                <kbd aria-hidden className="font-mono text-[11px] opacity-80">
                  a
                </kbd>
              </Button>
              <Button size="sm" onClick={decide.reject} aria-keyshortcuts="r">
                Reject <KeyHint>r</KeyHint>
              </Button>
            </>
          )}
          {decide.correct && (
            <Button size="sm" onClick={decide.correct} aria-keyshortcuts="c">
              {decide.fill ? "Choose an owner" : "Choose another"} <KeyHint>c</KeyHint>
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
