import { kept, Prisma, type Tx } from "../core/db";
import type { Moved } from "./evaluate";
import { chosenBeyond, chosenEvidence, chosenFactors, chosenPerson, chosenSeverity, coded, codedFrom, dueAt, ruleId } from "./judge-sql";
import { judgedSql, type TokenScope } from "./judged-sql";
import { moveFindings, worthWriting } from "./move-findings";

/** So many tokens are judged by a plan that is kept: looking each of them up costs less than planning for them. */
const few = 20;

/** Every rule over these tokens, `count` of them. */
export async function judgeTokens(tx: Tx, scope: TokenScope, count: number, now: Date): Promise<Moved[]> {
  if (count > few) return tx.$queryRaw(judging(scope, now));
  await planFor(tx, "force_generic_plan");
  const moved = await tx.$queryRaw<Moved[]>`${kept("judge_few_tokens")}${judging(scope, now)}`;
  await planFor(tx, "auto");
  return moved;
}

const planFor = (tx: Tx, mode: "force_generic_plan" | "auto") => tx.$executeRaw`select set_config('plan_cache_mode', ${mode}, true)`;

/**
 * Judges and moves findings in one statement: the facts of the tokens in scope once, one number a rule, and words and evidence only for what holds
 * or has a finding. What each token's rules said is kept (judgement), for the sweep to compare.
 */
const judging = (scope: TokenScope, now: Date): Prisma.Sql => Prisma.sql`
  with ${judgedSql(scope, now)}, facts as materialized (${coded(Prisma.sql`j.*, ${dueAt} as due_at`)}
  ), known as materialized (select f.* from finding f where f.token_id is not null and ${scope.of("f.token_id")}
  ), said as (
    select v.*, ${ruleId} as rule from (select j.token_id, u.code, u.n::int as n from facts j cross join lateral unnest(j.codes) with ordinality u (code, n)) v
  ), detailed as (
    select v.rule, 'token:' || v.token_id as subject, v.token_id, null::uuid as account_id, f.id as finding_id, f.status as was,
      case when v.code > 0 then 'true' when v.code < 0 then 'kept' else 'false' end as verdict,
      v.code > 0 and f.id is not null and f.status in ('closed_false_positive', 'accepted') and coalesce(${chosenBeyond}, false) as beyond,
      -- what nobody vouches for changes nothing about a finding that is open
      case when v.code = -1 then f.person_id else ${chosenPerson} end as person_id, case when v.code in (0, -1) then f.severity::text else ${chosenSeverity} end as severity,
      case when v.code in (0, -1) then f.factors else ${chosenFactors} end as factors, case when v.code = -1 then f.evidence else ${chosenEvidence} end as evidence
    from said v join facts j on j.token_id = v.token_id left join known f on f.token_id = v.token_id and f.rule = v.rule
    where case when f.id is null or f.status in ('closed_proven', 'closed_false_positive') then v.code > 0 else true end
  ), wanted as materialized (
    select v.* from detailed v left join known f on f.id = v.finding_id where ${worthWriting(now)}
  ), noted as (
    insert into judgement as n (token_id, verdicts, due_at) select j.token_id, j.codes, j.due_at from facts j
    on conflict (token_id) do update set verdicts = excluded.verdicts, due_at = excluded.due_at
    where (n.verdicts, n.due_at) is distinct from (excluded.verdicts, excluded.due_at)
  ), ${moveFindings(now)}`;

/** The tokens whose rules would say something else than when they were last judged, or never were. Reads alone, and holds up nobody. */
export const driftedTokens = (scope: TokenScope, now: Date): Prisma.Sql => Prisma.sql`
  with ${judgedSql(scope, now, codedFrom("token_id", "judged"))}, facts as (${coded(Prisma.sql`j.token_id, j.judged`)})
  select j.token_id as id from facts j where j.judged is distinct from j.codes`;
