import { appendAudit } from "../audit/append";
import type { Context } from "../core/context";
import { Prisma, type Tx } from "../core/db";
import { openFindingStates } from "../domain/states";
import { rules } from "./catalog";
import type { Rule } from "./contract";
import { lockFindings } from "./lock";
import { type ResolvedScope, type RuleScope, resolveScope } from "./scope";

/** How many findings one evaluation moved. */
export interface Evaluation {
  opened: number;
  regressed: number;
  updated: number;
  closed: number;
}

interface Moved {
  id: string;
  move: "opened" | "regressed" | "updated" | "closed";
}

/** The audit entry names the findings it moved up to this many; beyond, the rows themselves say when. */
const namedInAudit = 200;

/**
 * Brings the findings of every rule into line with the facts, for the subjects that `scope` concerns. Set-based; call it in the
 * transaction of the change, so that a fact and what follows from it become visible together. Collector only (its role writes findings).
 *
 * Evaluations exclude each other until their transactions end: two changes that each see half of a finding cannot both miss it.
 */
export async function evaluateRules(tx: Tx, ctx: Context, scope: RuleScope): Promise<Evaluation> {
  await lockFindings(tx);
  const total: Evaluation = { opened: 0, regressed: 0, updated: 0, closed: 0 };
  for await (const part of resolveScope(tx, scope))
    for (const rule of rules) {
      const moved = await applyRule(tx, ctx, rule, part);
      for (const { move } of moved) total[move] += 1;
      await recordMoves(tx, ctx, rule, moved);
    }
  return total;
}

/** Statuses in which a rule's verdict still moves the finding: open ones, and accepted ones, which close when the cause is gone. */
const followed = [...openFindingStates, "accepted"];

/**
 * One rule over one part of the scope, in one statement. What people said stays: a false positive is left alone, an accepted finding
 * stays accepted. A finding that was closed as proven and is true again comes back as regressed. One that says the same as before is
 * not written again, short of once a day for its last-seen date.
 */
function applyRule(tx: Tx, ctx: Context, rule: Rule, scope: ResolvedScope): Promise<Moved[]> {
  const now = ctx.clock.now();
  return tx.$queryRaw`
    with linked as materialized (
      select ap.account_id, ap.person_id, ap.basis from account_person ap where ap.person_id is not null and ${scope.links}
    ), known as materialized (select f.* from finding f where f.rule = ${rule.id} and ${scope.findings}
    ), verdict as (${rule.verdicts(scope, now)}
    ), wanted as materialized (
      select v.*, f.id as finding_id, f.status as was
      from verdict v left join known f on f.subject = v.subject
      where case
        when f.id is null then v.verdict = 'true'
        when f.status = 'closed_false_positive' then false
        when f.status = 'closed_proven' then v.verdict = 'true'
        when v.verdict = 'false' then true
        else f.last_seen_at < ${now}::timestamptz - interval '1 day'
          or (f.person_id, f.severity, f.factors, f.evidence) is distinct from (v.person_id, v.severity::severity, v.factors, v.evidence) end
    ), written as (
      insert into finding as f (id, rule, subject, token_id, account_id, person_id, severity, factors, evidence, status, first_seen_at, last_seen_at, due_at)
      select coalesce(w.finding_id, gen_random_uuid()), ${rule.id}, w.subject, w.token_id, w.account_id, w.person_id, w.severity::severity, w.factors, w.evidence, 'open', ${now}, ${now},
        ${now}::timestamptz + ${dueAfter(Prisma.sql`w.severity`)}
      from wanted w where w.verdict <> 'false'
      on conflict (rule, subject) do update set
        person_id = excluded.person_id, severity = excluded.severity, factors = excluded.factors, evidence = excluded.evidence, last_seen_at = excluded.last_seen_at,
        status = case when f.status = 'closed_proven' then 'regressed' else f.status end,
        due_at = case when f.status = 'closed_proven' then excluded.due_at else f.due_at end,
        closed_at = case when f.status = 'closed_proven' then null else f.closed_at end
      where f.status <> 'closed_false_positive'
      returning f.id, f.subject
    ), closed as (
      update finding f set status = 'closed_proven', closed_at = ${now}, closed_evidence = w.evidence || jsonb_build_object('checkedAt', ${now}::timestamptz)
      from wanted w where w.verdict = 'false' and f.id = w.finding_id and f.status = any(${followed}::text[]::finding_status[])
      returning f.id
    )
    select x.id, case when w.was is null then 'opened' when w.was = 'closed_proven' then 'regressed' else 'updated' end as move
    from written x join wanted w on w.subject = x.subject
    union all select id, 'closed' from closed`;
}

/** When something of that severity is due, from its opening. */
const dueAfter = (severity: Prisma.Sql) =>
  Prisma.sql`case ${severity} when 'critical' then interval '1 day' when 'high' then interval '7 days' when 'medium' then interval '30 days' when 'low' then interval '90 days' end`;

/** One audit entry a rule and evaluation, not one a finding: a first sync opens tens of thousands at once. */
async function recordMoves(tx: Tx, ctx: Context, rule: Rule, moved: Moved[]): Promise<void> {
  const detail: Record<string, unknown> = {};
  for (const move of ["opened", "regressed", "closed"] as const) {
    const ids = moved.filter((row) => row.move === move).map((row) => row.id);
    if (ids.length > 0) detail[move] = { count: ids.length, findings: ids.slice(0, namedInAudit) };
  }
  if (Object.keys(detail).length > 0) await appendAudit(tx, ctx.actor, { action: "findings.moved", subject: { type: "rule", id: rule.id }, detail });
}
