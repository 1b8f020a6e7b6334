import { clsx } from "clsx";
import type { DeclaredFact } from "@/lib/connectors/declarative/words";

/** What a declaration says, in the words in which it is signed. */
export function DeclarationFacts({ facts }: { facts: readonly DeclaredFact[] }) {
  return (
    <dl className="grid grid-cols-1 gap-x-4 gap-y-2 text-[13px] sm:grid-cols-[180px_1fr]">
      {facts.map(({ label, value, mono }) => (
        <div key={label} className="contents">
          <dt className="text-ink-3">{label}</dt>
          <dd className={clsx("min-w-0 break-words", mono && "mono")}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
