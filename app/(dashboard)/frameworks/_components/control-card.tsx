import Link from "next/link";
import { Badge, type Tone } from "@/components/ui/badge";
import { Severity } from "@/components/ui/severity";
import { Unknown } from "@/components/ui/unknown";
import { formatCount } from "@/lib/core/format";
import { type Severity as SeverityName, severities } from "@/lib/domain/severity";
import type { ControlStanding, RuleStanding } from "@/lib/frameworks/report";
import { Trend } from "./trend";

const standings: Record<ControlStanding["standing"], { tone: Tone; text: string } | null> = {
  open: { tone: "high", text: "open findings" },
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
      <span className="min-w-0">
        {rule.title}
        {rule.noSource.length > 0 && (
          <span className="ml-2.5">
            <Unknown>no source: {rule.noSource.join(", ")}</Unknown>
          </span>
        )}
      </span>
      <span className="flex flex-wrap items-baseline gap-x-3">
        {severities.map((severity) => (rule.open[severity] > 0 ? <Open key={severity} rule={rule} severity={severity} /> : null))}
        {rule.total === 0 && rule.noSource.length === 0 && <span className="text-ink-3">no open finding</span>}
        {rule.accepted > 0 && (
          <Link href={findings(rule.id, "&status=accepted")} className="text-ink-2 underline decoration-line-2 underline-offset-2">
            {formatCount(rule.accepted)} accepted
          </Link>
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

function Open({ rule, severity }: { rule: RuleStanding; severity: SeverityName }) {
  return (
    <Link href={findings(rule.id, `&severity=${severity}`)} className="inline-flex items-baseline gap-1 hover:underline">
      <span className="font-[600] tabular-nums">{formatCount(rule.open[severity])}</span>
      <Severity level={severity} />
    </Link>
  );
}
