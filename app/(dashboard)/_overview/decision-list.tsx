import Link from "next/link";
import { LinkButton } from "@/components/ui/link-button";
import { MachineMark, PersonMark } from "@/components/ui/marks";
import { RelativeTime } from "@/components/ui/relative-time";
import { Severity } from "@/components/ui/severity";
import { formatCount, plural } from "@/lib/core/format";
import type { Decision, Decisions } from "@/lib/overview/decisions";

/** What needs a decision first: the gravest at the top, each with its next step. */
export function DecisionList({ decisions: { shown, lists }, connected }: { decisions: Decisions; connected: boolean }) {
  return (
    <section aria-labelledby="decide" className="min-w-0 rounded-md border border-line bg-panel">
      <h2 id="decide" className="border-b border-line px-[18px] py-3 text-[13px] font-[550] text-ink-2">
        Needs a decision first
      </h2>
      {shown.length === 0 ? (
        <div className="px-[18px] py-6 text-[13.5px] text-ink-2">
          {connected ? (
            <p>Nothing waits for you. New things come here by themselves.</p>
          ) : (
            <>
              <p>Connect the first system and the directory; what needs deciding then comes here, gravest first.</p>
              <div className="mt-3 flex flex-wrap gap-2">
                <LinkButton href="/set-up" variant="primary">
                  Set-up checklist
                </LinkButton>
                <LinkButton href="/connections">Connections</LinkButton>
              </div>
            </>
          )}
        </div>
      ) : (
        <>
          <Steps decisions={shown.slice(0, atFirst)} />
          {shown.length > atFirst && (
            <details className="group border-t border-line">
              <summary className="cursor-pointer px-[18px] py-2.5 text-[13px] font-[550] text-people group-open:border-b group-open:border-line">
                {plural(shown.length - atFirst, "more step")}
              </summary>
              <Steps decisions={shown.slice(atFirst)} />
            </details>
          )}
        </>
      )}
      {lists.length > 0 && (
        <p className="flex flex-wrap gap-x-4 border-t border-line px-[18px] py-2.5 text-[13px]">
          {lists.map(({ count, label, href }) => (
            <Link key={href} href={href} className="leading-6 text-people hover:underline">
              All {formatCount(count)} {label}
            </Link>
          ))}
        </p>
      )}
    </section>
  );
}

/** So many are read at a glance; the others are one click away. */
const atFirst = 8;

function Steps({ decisions }: { decisions: readonly Decision[] }) {
  return (
    <ol>
      {decisions.map((decision, n) => (
        <li
          key={`${decision.kind} ${decision.href} ${decision.title}`}
          className="relative grid grid-cols-[14px_1fr] items-start gap-x-3 gap-y-1 border-b border-line px-[18px] py-3 last:border-b-0 hover:bg-sunken sm:grid-cols-[14px_1fr_auto]"
        >
          {decision.kind === "cause" && decisions[n - 1]?.kind !== "cause" && n > 0 && (
            <p className="col-span-full -mt-0.5 mb-0.5 text-[12.5px] text-ink-3">Then, where most of the rest comes from:</p>
          )}
          <Mark kind={decision.kind} />
          <div className="min-w-0">
            <p className="flex flex-wrap items-baseline gap-x-2.5 text-[13.5px] leading-snug">
              <Link href={decision.href} className="font-[560] break-words after:absolute after:inset-0 hover:underline">
                {decision.title}
              </Link>
              {decision.severity && <Severity level={decision.severity} />}
            </p>
            <p className="mt-0.5 text-[13px] text-ink-2">{decision.why}</p>
          </div>
          <div className="text-[12.5px] text-ink-3 max-sm:col-start-2 sm:text-right">
            <span className="font-[550] text-people">{decision.verb}</span>
            {decision.since && (
              <span className="sm:block">
                <span className="sm:hidden"> · </span>
                <RelativeTime at={decision.since} />
              </span>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Round where a person must act for people's reasons, square where the machine waits for one. */
function Mark({ kind }: { kind: Decision["kind"] }) {
  if (kind === "unproven") return <MachineMark state="live" className="mt-[3px]" label="the machine is at it" />;
  if (kind === "refused" || kind === "connection" || kind === "log" || kind === "notices")
    return <MachineMark state="failed" className="mt-[3px]" label="the machine can’t go on" />;
  return <PersonMark state="open" className="mt-[3px]" label="waits for a person" />;
}
