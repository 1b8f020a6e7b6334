import type { DescribedSelection } from "@/lib/bulk/describe-selection";
import { plural } from "@/lib/core/format";

/** The set by its digest, what it holds by connection, its first tokens, and what fell out of it since it was written down. */
export function ReviewedSet({ digest, review, children }: { digest: string; review: DescribedSelection; children?: React.ReactNode }) {
  const { count, connections, tokens, left } = review;
  return (
    <section aria-label="The reviewed set" className="rounded-md border border-line bg-sunken px-3 py-2.5 text-[13px]">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <b className="font-[560]">{plural(count, "token")}</b>
        <span className="text-[12px] text-ink-3" title={digest}>
          set <span className="mono">{digest.slice(0, 12)}</span>
        </span>
      </p>
      <p className="text-ink-2">
        {connections
          .slice(0, 6)
          .map(({ name, count: of }) => `${name}: ${of}`)
          .join(", ")}
        {connections.length > 6 && ` and ${connections.length - 6} more connections`}
      </p>
      {children && <p className="mt-1 text-ink-2">{children}</p>}
      {left.length > 0 && (
        <p className="mt-1 text-ink-2">
          {plural(left.length, "token")} changed meanwhile and {left.length === 1 ? "is" : "are"} left out:{" "}
          {left
            .slice(0, 5)
            .map(({ name }) => name)
            .join(", ")}
          .
        </p>
      )}
      <details className="mt-1.5">
        <summary className="w-fit cursor-pointer text-ink-2">{count > tokens.length ? `The first ${tokens.length} by name` : "Each of them"}</summary>
        <ul className="mt-1 max-h-[26vh] divide-y divide-line overflow-y-auto">
          {tokens.map(({ id, name, hint, connection, owner, state }) => (
            <li key={id} className="py-1">
              <span className="font-[520] break-all">{name}</span> {hint && <span className="mono text-ink-3">{hint}</span>}
              <span className="block text-[12px] text-ink-3">
                {connection}, {state}, {owner ? `owned by ${owner}` : "no confirmed owner"}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
