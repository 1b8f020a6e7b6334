import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { notFound } from "../core/errors";
import { parse } from "../core/parse";
import { type RuleFed, ruleSources } from "../coverage/rule-sources";
import { rules } from "../detection/catalog";
import { type Severity, severities } from "../domain/severity";
import { openFindingStates } from "../domain/states";
import { type Framework, frameworks } from "./frameworks";
import { type ControlCoverage, coverageOf, type RuleStanding, type Standing, standingOf } from "./standing";

export const FrameworkInput = z.object({ framework: z.enum(["owasp-nhi", "nist-csf", "nist-ai-rmf"]) });

export interface ControlStanding {
  id: string;
  title: string;
  erratum: string | null;
  standing: Standing;
  rules: RuleStanding[];
  open: Record<Severity, number>;
  total: number;
  falsePositives: number;
  /** null where no rule tests it */
  coverage: ControlCoverage | null;
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
  const standings = new Map(fed.map((one) => [one.rule.id as string, ruleStandingOf(one, counted)]));
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
      return {
        id: control.id,
        title: control.title,
        erratum: control.erratum ?? null,
        standing: standingOf(own),
        rules: own,
        open,
        total,
        falsePositives: own.reduce((sum, rule) => sum + rule.falsePositives, 0),
        coverage: own.length > 0 ? coverageOf(own) : null,
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
  wrong: number;
}

/** Counted by the columns of an index first: a million findings are not read, and nothing is made of each. */
const counts = (ctx: Context) => ctx.db.$queryRaw<Counted[]>`
  select f.rule, f.severity, coalesce(sum(f.n) filter (where f.status = any(${[...openFindingStates]}::text[]::finding_status[])), 0)::int as open,
    coalesce(sum(f.n) filter (where f.status = 'closed_false_positive'), 0)::int as wrong
  from (select rule, status, severity, count(*) as n from finding where status not in ('closed_proven', 'accepted') group by rule, status, severity) f group by f.rule, f.severity`;

function ruleStandingOf({ rule, sources, holding, blindAt }: RuleFed, counted: readonly Counted[]): RuleStanding {
  const noSource = sources.filter((source) => !source.fed).map(({ source }) => source);
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
    falsePositives: sum((row) => row.wrong),
    noSource,
    connections: holding,
    fed: noSource.length > 0 ? 0 : holding - blindAt.length,
    blindAt,
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
