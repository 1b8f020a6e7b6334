import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma, type Tx } from "../core/db";
import { openFindingStates } from "../domain/states";
import { shownOnes } from "../exposure/filter-sql";
import { bucketOf, existing } from "./buckets";

/**
 * Writes the day's figures, once a day (UTC), set-based: one pass over tokens and one over findings. A day that is written stays as it is. Collector only.
 * Returns how many figures were written; 0 when the day has them already.
 *
 * metric × dimension: `tokens`, `ownerless` and `last_use_unknown` by all, class, environment, connection; `tokens` also by age, life and ttl (their buckets);
 * `findings` by all, severity, rule, and `rule severity`; `accepted` by rule; `residue` by all (tokens and accounts that outlive their person); `dead` by all;
 * `exposures` by all and validity (what Exposure lists without a filter).
 */
export async function recordSnapshot(ctx: Context): Promise<number> {
  authorize(ctx.actor, "posture.record");
  const now = ctx.clock.now();
  const day = now.toISOString().slice(0, 10);
  if ((await ctx.db.postureSnapshot.count({ where: { day: new Date(day) } })) > 0) return 0;
  return ctx.db.$transaction(
    async (tx) => {
      // Two collectors write one day once.
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('posture snapshot', 0))`;
      return (await ofTokens(tx, day, now)) + (await ofFindings(tx, day)) + (await ofDeaths(tx, day)) + (await ofExposures(tx, day));
    },
    { timeout: 300_000, maxWait: 60_000 },
  );
}

/** `tokens` by four dimensions and three distributions, each with how many of them lack an owner or a known last use. */
function ofTokens(tx: Tx, day: string, now: Date): Promise<number> {
  return tx.$executeRaw`
    insert into posture_snapshot (day, metric, dimension, value, n)
    with counted as materialized (
      select t.class::text as class, coalesce(t.environment, 'unknown') as environment, t.connection_id::text as connection, ${bucketOf("age", now)} as age, ${bucketOf("life", now)} as life, ${bucketOf("ttl", now)} as ttl,
        count(*) as tokens, count(*) filter (where o.token_id is null) as ownerless, count(*) filter (where t.last_used_at is null) as unused
      from token t left join ownership o on o.token_id = t.id and o.state = 'confirmed' where ${existing}
      group by grouping sets ((), (1), (2), (3), (4), (5), (6))
    ), named as (
      select case when class is not null then 'class' when environment is not null then 'environment' when connection is not null then 'connection'
          when age is not null then 'age' when life is not null then 'life' when ttl is not null then 'ttl' else 'all' end as dimension,
        coalesce(class, environment, connection, age, life, ttl, '') as value, tokens, ownerless, unused from counted
    )
    select ${day}::date, m.metric, n.dimension, n.value, m.n from named n
    cross join lateral (values ('tokens', n.tokens), ('ownerless', n.ownerless), ('last_use_unknown', n.unused)) m (metric, n)
    where n.dimension not in ('age', 'life', 'ttl') or m.metric = 'tokens'
    on conflict do nothing`;
}

function ofFindings(tx: Tx, day: string): Promise<number> {
  const open = Prisma.sql`f.status = any(${[...openFindingStates]}::text[]::finding_status[])`;
  return tx.$executeRaw`
    insert into posture_snapshot (day, metric, dimension, value, n)
    with counted as materialized (
      select f.rule, f.severity::text as severity, count(*) filter (where ${open}) as findings, count(*) filter (where f.status = 'accepted') as accepted
      from finding f where ${open} or f.status = 'accepted' group by grouping sets ((), (1), (2), (1, 2))
    )
    select ${day}::date, 'findings', case when rule is not null and severity is not null then 'rule severity' when rule is not null then 'rule' when severity is not null then 'severity' else 'all' end,
      concat_ws(' ', rule, severity), findings from counted
    union all select ${day}::date, 'accepted', 'rule', rule, accepted from counted where rule is not null and severity is null and accepted > 0
    union all select ${day}::date, 'residue', 'all', '', count(*) from finding f where f.rule = 'departed-still-alive' and ${open}
    on conflict do nothing`;
}

function ofDeaths(tx: Tx, day: string): Promise<number> {
  return tx.$executeRaw`
    insert into posture_snapshot (day, metric, dimension, value, n)
    select ${day}::date, 'dead', 'all', '', count(distinct token_id) from execution where status = 'proven' and effect = 'dead' on conflict do nothing`;
}

/** Every validity is written, also where no secret has it: a day without a row is unknown. */
function ofExposures(tx: Tx, day: string): Promise<number> {
  return tx.$executeRaw`
    insert into posture_snapshot (day, metric, dimension, value, n)
    with counted as materialized (select e.validity, count(*) as n from exposure e where ${shownOnes} group by 1)
    select ${day}::date, 'exposures', 'all', '', coalesce(sum(n), 0) from counted
    union all select ${day}::date, 'exposures', 'validity', v.validity::text, coalesce(c.n, 0)
      from unnest(array['valid', 'invalid', 'unknown']::validity[]) v (validity) left join counted c using (validity)
    on conflict do nothing`;
}
