import { Prisma } from "../core/db";
import { openFindingStates } from "../domain/states";

/** Statuses in which a rule's verdict still moves the finding: open ones, and accepted ones, which close when the cause is gone. */
const followed = [...openFindingStates, "accepted"];

/** When something of that severity is due, from its opening. */
const dueAfter = (severity: Prisma.Sql) =>
  Prisma.sql`case ${severity} when 'critical' then interval '1 day' when 'high' then interval '7 days' when 'medium' then interval '30 days' when 'low' then interval '90 days' end`;

/**
 * The relations that move findings, after `wanted (finding_id, was, rule, subject, token_id, account_id, person_id, verdict, severity,
 * factors, evidence, beyond)`, and a select of what moved. What people said stays: a false positive is left alone and an accepted finding
 * stays accepted, unless the facts went beyond what they settled. One that was closed as proven and is true again comes back as
 * regressed; why it was closed stays beside it.
 */
export const moveFindings = (now: Date): Prisma.Sql => Prisma.sql`
  written as (
    insert into finding as f (id, rule, subject, token_id, account_id, person_id, severity, factors, evidence, status, first_seen_at, last_seen_at, due_at)
    select coalesce(w.finding_id, gen_random_uuid()), w.rule, w.subject, w.token_id, w.account_id, w.person_id, w.severity::severity, w.factors, w.evidence,
      case when w.beyond then 'regressed' else 'open' end::finding_status, ${now}, ${now}, ${now}::timestamptz + ${dueAfter(Prisma.sql`w.severity`)}
    from wanted w where w.verdict <> 'false'
    on conflict (rule, subject) do update set
      person_id = excluded.person_id, severity = excluded.severity, factors = excluded.factors, evidence = excluded.evidence, last_seen_at = excluded.last_seen_at,
      status = case when f.status = 'closed_proven' or excluded.status = 'regressed' then 'regressed' else f.status end,
      due_at = case when f.status = 'closed_proven' or excluded.status = 'regressed' then excluded.due_at else f.due_at end,
      closed_at = case when f.status = 'closed_proven' or excluded.status = 'regressed' then null else f.closed_at end,
      regressed_at = case when f.status = 'closed_proven' or excluded.status = 'regressed' then ${now} else f.regressed_at end
    where f.status <> 'closed_false_positive' or excluded.status = 'regressed'
    returning f.id, f.rule, f.subject
  ), closed as (
    update finding f set status = 'closed_proven', closed_at = ${now}, closed_evidence = w.evidence || jsonb_build_object('checkedAt', ${now}::timestamptz)
    from wanted w where w.verdict = 'false' and f.id = w.finding_id and f.status = any(${followed}::text[]::finding_status[])
    returning f.id, f.rule
  )
  select x.rule, x.id, case when w.was is null then 'opened' when w.was = 'closed_proven' or w.beyond then 'regressed' else 'updated' end as move
  from written x join wanted w on w.rule = x.rule and w.subject = x.subject
  union all select rule, id, 'closed' from closed`;

/**
 * Whether a verdict is worth a write, over its row `v` and the finding as it stands `f`. One that says the same as before is not written
 * again, short of once a day for its last-seen date.
 */
export const worthWriting = (now: Date): Prisma.Sql => Prisma.sql`case
  when f.id is null then v.verdict = 'true'
  when v.beyond then true
  when f.status = 'closed_false_positive' then false
  when f.status = 'closed_proven' then v.verdict = 'true'
  when v.verdict = 'false' then true
  else f.last_seen_at < ${now}::timestamptz - interval '1 day'
    or (f.person_id, f.severity, f.factors, f.evidence) is distinct from (v.person_id, v.severity::severity, v.factors, v.evidence) end`;
