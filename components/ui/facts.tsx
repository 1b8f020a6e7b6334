import { clsx } from "clsx";

export interface Fact {
  term: string;
  value: React.ReactNode;
  /** where it comes from, how old it is */
  note?: React.ReactNode;
}

/** Terms, each once, and what is known about them. */
export function Facts({ facts, columns = 4, className }: { facts: readonly Fact[]; columns?: 1 | 2 | 3 | 4; className?: string }) {
  const grid = { 1: "grid-cols-1", 2: "grid-cols-1 sm:grid-cols-2", 3: "grid-cols-2 lg:grid-cols-3", 4: "grid-cols-2 lg:grid-cols-4" }[columns];
  return (
    <dl className={clsx("grid gap-x-[22px] gap-y-3.5", grid, className)}>
      {facts.map(({ term, value, note }) => (
        <div key={term} className="min-w-0">
          <dt className="text-[12px] text-ink-3">{term}</dt>
          <dd className="mt-0.5 text-[13.5px] break-words">{value}</dd>
          {note && <dd className="text-[12.5px] text-ink-3">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
