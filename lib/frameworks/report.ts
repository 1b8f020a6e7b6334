import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { notFound } from "../core/errors";
import { parse } from "../core/parse";
import { ruleSources } from "../coverage/rule-sources";
import { rules } from "../detection/catalog";
import type { Rule } from "../detection/contract";
import { type Severity, severities } from "../domain/severity";
import { openFindingStates } from "../domain/states";
import { type Framework, frameworks } from "./frameworks";

export const FrameworkInput = z.object({ framework: z.enum(["owasp-nhi", "nist-csf", "nist-ai-rmf"]) });

export interface RuleStanding {
  id: string;
  title: string;
  /** open findings by severity; every severity is there */
  open: Record<Severity, number>;
  total: number;
  /** findings that people accepted: exceptions */
  accepted: number;
  falsePositives: number;
  /** what the rule rests on and nothing feeds */
  noSource: string[];
}

export interface ControlStanding {
  id: string;
  title: string;
  erratum: string | null;
  /** `not_tested`: no rule of ours tests it. `no_source`: rules would, but nothing feeds any of them. `open`: something is wrong. `clear`: tested, and nothing is */
  standing: "not_tested" | "no_source" | "open" | "clear";
  rules: RuleStanding[];
  open: Record<Severity, number>;
  total: number;
  accepted: number;
  /** open findings of its rules by recorded day, oldest first */
  trend: { day: string; n: number }[];
}

export interface FrameworkReport {
  framework: Omit<Framework, "controls">;
  controls: ControlStanding[];
  at: string;
  /** the first recorded day; null before there is one */
  since: string | null;
}

/** Where each control of a framework stands, by the rules that test it. A finding of a rule that tests two controls is counted at both. Throws NotFound. */
export async function frameworkReport(ctx: Context, input: unknown): Promise<FrameworkReport> {
  authorize(ctx.actor, "overview.read");
  const { framework: id } = parse(FrameworkInput, input);
  const framework = frameworks.find((one) => one.id === id);
  if (!framework) throw notFound("The framework");
  const [counted, fed, history] = await Promise.all([counts(ctx), ruleSources(ctx), trends(ctx)]);
  const unfedOf = (sources: (typeof fed)[number]["sources"]) => sources.filter((source) => !source.fed).map(({ source }) => source);
  const standings = new Map(fed.map(({ rule, sources }) => [rule.id as string, standingOf(rule, counted, unfedOf(sources))]));
  const { controls, ...about } = framework;
  return {
    framework: about,
    controls: controls.map((control): ControlStanding => {
      const testing = rules.filter((rule) =>
        rule.controls.some((one) => one.framework === control.framework && one.version === control.version && one.id === control.id),
      );
      const own = testing.flatMap((rule) => standings.get(rule.id) ?? []);
      const open = sumOf(own);
      const total = own.reduce((sum, rule) => sum + rule.total, 0);
      const unfed = own.length > 0 && own.every(({ noSource }) => noSource.length > 0);
      return {
        id: control.id,
        title: control.title,
        erratum: control.erratum ?? null,
        standing: own.length === 0 ? "not_tested" : total > 0 ? "open" : unfed ? "no_source" : "clear",
        rules: own,
        open,
        total,
        accepted: own.reduce((sum, rule) => sum + rule.accepted, 0),
        trend: trendOf(history, new Set(testing.map((rule) => rule.id))),
      };
    }),
    at: ctx.clock.now().toISOString(),
    since: history[0]?.day ?? null,
  };
}

interface Counted {
  rule: string;
  severity: Severity;
  open: number;
  accepted: number;
  wrong: number;
}

/** Counted by the columns of an index first: a million findings are not read, and nothing is made of each. */
const counts = (ctx: Context) => ctx.db.$queryRaw<Counted[]>`
  select f.rule, f.severity, coalesce(sum(f.n) filter (where f.status = any(${[...openFindingStates]}::text[]::finding_status[])), 0)::int as open,
    coalesce(sum(f.n) filter (where f.status = 'accepted'), 0)::int as accepted, coalesce(sum(f.n) filter (where f.status = 'closed_false_positive'), 0)::int as wrong
  from (select rule, status, severity, count(*) as n from finding where status <> 'closed_proven' group by rule, status, severity) f group by f.rule, f.severity`;

function standingOf(rule: Rule, counted: readonly Counted[], noSource: string[]): RuleStanding {
  const own = counted.filter((row) => row.rule === rule.id);
  const sum = (read: (row: Counted) => number) => own.reduce((total, row) => total + read(row), 0);
  const open = Object.fromEntries(severities.map((severity) => [severity, own.find((row) => row.severity === severity)?.open ?? 0])) as Record<
    Severity,
    number
  >;
  return {
    id: rule.id,
    title: rule.title,
    open,
    total: sum((row) => row.open),
    accepted: sum((row) => row.accepted),
    falsePositives: sum((row) => row.wrong),
    noSource,
  };
}

const sumOf = (standings: readonly RuleStanding[]): Record<Severity, number> =>
  Object.fromEntries(severities.map((severity) => [severity, standings.reduce((sum, { open }) => sum + open[severity], 0)])) as Record<Severity, number>;

interface Recorded {
  day: string;
  /** null on a day on which no rule had an open finding */
  rule: string | null;
  n: number;
}

/** A quarter of recorded days; a day without any finding of a rule is 0 there, a day that was not recorded is missing. */
const trends = (ctx: Context) => ctx.db.$queryRaw<Recorded[]>`
  select d.day::text as day, s.value as rule, coalesce(s.n, 0)::int as n
  from (select distinct day from posture_snapshot where day > ${ctx.clock.now()}::date - 92) d
  left join posture_snapshot s on s.day = d.day and s.metric = 'findings' and s.dimension = 'rule' order by d.day`;

function trendOf(history: readonly Recorded[], own: ReadonlySet<string>): ControlStanding["trend"] {
  const days = new Map<string, number>();
  for (const { day, rule, n } of history) days.set(day, (days.get(day) ?? 0) + (rule !== null && own.has(rule) ? n : 0));
  return [...days].map(([day, n]) => ({ day, n }));
}
