import Link from "next/link";
import { Badge, type Tone } from "@/components/ui/badge";
import { Severity } from "@/components/ui/severity";
import { Unknown } from "@/components/ui/unknown";
import { formatCount, plural } from "@/lib/core/format";
import { type Severity as SeverityName, severities } from "@/lib/domain/severity";
import type { ControlStanding } from "@/lib/frameworks/report";
import type { ControlCoverage, RuleStanding } from "@/lib/frameworks/standing";
import { Trend } from "./trend";

const standings: Record<ControlStanding["standing"], { tone: Tone; text: string } | null> = {
  open: { tone: "high", text: "open findings" },
  partly_seen: { tone: "neutral", text: "no open finding where it is seen" },
  clear: { tone: "ok", text: "no open finding" },
  no_source: null,
  not_tested: { tone: "neutral", text: "not tested here" },
};

/** One control: what it asks, the rules that test it, and what they found. Every number opens its findings. */
export function ControlCard({ control }: { control: ControlStanding }) {
  const standing = standings[control.standing];
  return (
    <li className="break-inside-avoid rounded-md border border-line bg-panel px-[18px] py-3.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="min-w-0 text-[14px] leading-snug font-[560]">
          <span className="mono mr-2 text-ink-2">{control.id}</span>
          {control.title}
        </h2>
        <span className="flex items-center gap-3">
          <Trend trend={control.trend} />
          {standing ? <Badge tone={standing.tone}>{standing.text}</Badge> : <Unknown>no source</Unknown>}
        </span>
      </div>
      {control.erratum && <p className="mt-0.5 text-[12.5px] text-ink-3">Erratum: {control.erratum}</p>}
      {control.coverage && control.coverage.connections > 0 && <p className="mt-0.5 text-[12.5px] text-ink-3">{coverageInWords(control.coverage)}</p>}
      {control.rules.length === 0 ? (
        <p className="mt-1.5 text-[13px] text-ink-2">No rule of Countersign tests it. Its evidence has to come from elsewhere.</p>
      ) : (
        <ul className="mt-2 divide-y divide-line">
          {control.rules.map((rule) => (
            <RuleLine key={rule.id} rule={rule} />
          ))}
        </ul>
      )}
    </li>
  );
}

const findings = (rule: string, more = ""): string => `/frameworks/findings?rule=${rule}${more}`;

function RuleLine({ rule }: { rule: RuleStanding }) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-1.5 text-[13px]">
      <span className="min-w-0 sm:basis-96 sm:grow">
        {rule.title}
        {rule.noSource.length > 0 && (
          <span className="ml-2.5">
            <Unknown>no source: {rule.noSource.join(", ")}</Unknown>
          </span>
        )}
        {rule.noSource.length === 0 && rule.blindAt.length > 0 && <Blind rule={rule} />}
      </span>
      <span className="flex flex-wrap items-baseline gap-x-3">
        {severities.map((severity) => (rule.open[severity] > 0 ? <Open key={severity} rule={rule} severity={severity} /> : null))}
        {rule.total === 0 && rule.noSource.length === 0 && (
          <span className="text-ink-3">{rule.blindAt.length > 0 ? "no open finding where it sees" : "no open finding"}</span>
        )}
        {rule.falsePositives > 0 && (
          <Link href={findings(rule.id, "&status=closed_false_positive")} className="text-ink-3 underline decoration-line-2 underline-offset-2">
            {formatCount(rule.falsePositives)} said to be wrong
          </Link>
        )}
      </span>
    </li>
  );
}

/** More names than this are left to the Coverage page. */
const named = 3;

function Blind({ rule: { id, blindAt, fed, connections } }: { rule: RuleStanding }) {
  const names = blindAt.slice(0, named).map(({ name, missing }) => `${name} (${missing.join(", ")})`);
  const more = blindAt.length - names.length;
  return (
    <span className="block text-[12.5px] text-ink-3">
      Fed by {formatCount(fed)} of {plural(connections, "connection")}. Blind at {names.join(", ")}
      {more > 0 && ` and ${formatCount(more)} more`}:{" "}
      <Link href={`/coverage#rule-${id}`} className="underline decoration-line-2 underline-offset-2">
        what is missing
      </Link>
    </span>
  );
}

function coverageInWords({ connections, whole, part, none }: ControlCoverage): string {
  if (whole === connections)
    return `Its rules have all that they rest on at ${connections === 1 ? "the one connection" : `all ${formatCount(connections)} connections`}.`;
  const parts = [
    `at ${formatCount(whole)} of ${plural(connections, "connection")} for every rule`,
    part > 0 && `at ${formatCount(part)} for some`,
    none > 0 && `at ${formatCount(none)} for none`,
  ];
  return `What its rules rest on is there ${parts.filter(Boolean).join(", ")}.`;
}

function Open({ rule, severity }: { rule: RuleStanding; severity: SeverityName }) {
  return (
    <Link href={findings(rule.id, `&severity=${severity}`)} className="inline-flex items-baseline gap-1 hover:underline">
      <span className="font-[600] tabular-nums">{formatCount(rule.open[severity])}</span>
      <Severity level={severity} />
    </Link>
  );
}
