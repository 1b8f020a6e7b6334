import { clsx } from "clsx";
import Link from "next/link";
import { Table, Td, Th } from "@/components/ui/table";
import { Unknown } from "@/components/ui/unknown";
import { plural } from "@/lib/core/format";
import type { RuleFed } from "@/lib/coverage/rule-sources";

/** Each rule with what feeds it, and where it sees nothing. */
export function RuleTable({ rules }: { rules: RuleFed[] }) {
  return (
    <section aria-labelledby="rules" className="mt-7">
      <h2 id="rules" className="mb-2 text-[15px] font-[620]">
        What each rule looks at
      </h2>
      <Table label="Rules and their sources" className="max-sm:block max-sm:[&>tbody]:block">
        <thead className="max-sm:sr-only">
          <tr>
            <Th>Rule</Th>
            <Th>Sources</Th>
            <Th>Sees nothing at</Th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ rule, sources, fed, blindAt }) => (
            <tr
              key={rule.id}
              id={`rule-${rule.id}`}
              className="align-top max-sm:block max-sm:border-b max-sm:border-line max-sm:px-3 max-sm:py-2.5 max-sm:last:border-b-0"
            >
              <Td className="min-w-[22ch] py-2 max-sm:block max-sm:h-auto max-sm:border-b-0 max-sm:p-0 max-sm:pt-1">
                <Link
                  href={rule.subjects.includes("token") ? `/inventory?finding=${rule.id}` : `/accounts?finding=${rule.id}`}
                  className="font-[520] underline"
                >
                  {rule.title}
                </Link>
                <span className="block text-[12.5px] text-ink-3">{rule.rationale}</span>
              </Td>
              <Td className="min-w-[24ch] py-2 max-sm:block max-sm:h-auto max-sm:border-b-0 max-sm:p-0 max-sm:pt-1">
                {fed ? null : <Unknown>no source</Unknown>}
                <ul>
                  {sources.map((source) => (
                    <li key={source.source} className={source.fed ? "text-ink-2" : "text-high"} title={source.means}>
                      {source.source}
                      {!source.fed && ": none"}
                    </li>
                  ))}
                </ul>
              </Td>
              <Td
                className={clsx(
                  "min-w-[20ch] py-2 text-ink-2 max-sm:block max-sm:h-auto max-sm:border-b-0 max-sm:p-0 max-sm:pt-1",
                  blindAt.length === 0 && "max-sm:hidden",
                )}
              >
                {blindAt.length === 0 ? "–" : <span className="sm:hidden">Sees nothing at</span>}
                {blindAt.slice(0, 3).map(({ id, name, missing }) => (
                  <span key={id} className="block">
                    {name}: no {missing.join(", ")}
                  </span>
                ))}
                {blindAt.length > 3 && <span className="text-ink-3">and {plural(blindAt.length - 3, "further connection")}</span>}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
