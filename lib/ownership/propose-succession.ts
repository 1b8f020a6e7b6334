import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { Prisma, type Tx } from "../core/db";
import { critical } from "../detection/verdict-sql";
import { leadOf } from "../suggestions/name-key";
import { living } from "./gap-sql";
import { settleOffers } from "./settle-offers";

/** Days in which a successor answers; the second number holds where the token counts as critical (unknown environment or reach does). */
export const successionDays = { standard: 14, critical: 3 } as const;

/**
 * Asks who takes over the tokens whose owner has left: the backup, then the first active manager above, then the lead of the team that is
 * responsible, uses it, or was theirs. Each is asked once; who declined or let the deadline lapse is not asked again. Right after the
 * departure, set-based; a token for which somebody is asked already, or nobody is left to ask, gets nothing. The machine proposes,
 * the person asked decides. Returns how many were asked for.
 */
export async function proposeSuccession(tx: Tx, ctx: Context, { tokens }: { tokens: readonly string[] }): Promise<number> {
  authorize(ctx.actor, "ownership.suggest");
  await settleOffers(tx, ctx, tokens);
  return askNext(tx, ctx, tokens);
}

/** The same, after the offers of these tokens have been settled: also what follows when somebody declines, in web's transaction. */
export async function askNext(tx: Tx, ctx: Context, tokens: readonly string[]): Promise<number> {
  const [now, by] = [ctx.clock.now(), actorName(ctx.actor)];
  const [row] = await tx.$queryRaw<[{ n: number }]>`
    with left_behind as materialized (
      select t.id as token_id, op.id as from_id, op.display_name as name, op.manager_id, o.backup_person_id,
        coalesce(o.team_id, (select w.team_id from token_workload tw join workload w on w.id = tw.workload_id where tw.token_id = t.id and w.team_id is not null order by w.id limit 1),
          (select tm.team_id from team_member tm where tm.person_id = op.id order by tm.team_id limit 1)) as team_id,
        ${critical} as critical
      from token t join ownership o on o.token_id = t.id and o.state = 'confirmed' join person op on op.id = o.person_id and op.status = 'departed'
      where t.id = any(${tokens}::uuid[]) and ${living(now)} and not exists (select from owner_transfer x where x.token_id = t.id and x.status = 'proposed')
    ), next as (
      select distinct on (l.token_id) l.token_id, l.from_id, l.name, l.critical, c.person_id, c.as_what
      from left_behind l cross join lateral (
        select 1 as rank, l.backup_person_id as person_id, 'backup' as as_what
        union all select 2, (${firstActiveAbove}), 'manager'
        union all select 3, ${leadOf(Prisma.sql`l.team_id`)}, 'team lead'
      ) c join person p on p.id = c.person_id and p.status = 'active'
      where not exists (select from owner_transfer x where x.token_id = l.token_id and x.from_person_id = l.from_id and x.to_person_id = c.person_id
        and x.kind = 'succession' and x.status in ('declined', 'lapsed'))
      order by l.token_id, c.rank
    ), asked as (
      insert into owner_transfer (id, token_id, kind, from_person_id, to_person_id, status, reason, evidence, proposed_by, proposed_at, due_at)
      select gen_random_uuid(), n.token_id, 'succession', n.from_id, n.person_id, 'proposed', n.name || ' left and owned it. You are asked as ' || n.as_what || '.',
        jsonb_build_object('as', n.as_what, 'critical', n.critical), ${by}, ${now},
        ${now}::timestamptz + make_interval(days => case when n.critical then ${successionDays.critical}::int else ${successionDays.standard}::int end)
      from next n order by n.token_id
      on conflict do nothing returning token_id, from_person_id, to_person_id
    ), told as (
      select audit_append(${by}, 'succession.proposed', 'person', a.from_person_id::text, jsonb_build_object('to', a.to_person_id, 'count', count(*), 'tokens', (jsonb_agg(a.token_id order by a.token_id) -> 0)))
      from asked a group by a.from_person_id, a.to_person_id
    )
    select count(*)::int as n from asked where (select count(*) from told) >= 0`;
  return row.n;
}

/** The nearest manager above who is active, four levels at most. */
const firstActiveAbove = Prisma.sql`with recursive up (id, manager_id, status, level) as (
  select m.id, m.manager_id, m.status, 1 from person m where m.id = l.manager_id
  union all select m.id, m.manager_id, m.status, up.level + 1 from up join person m on m.id = up.manager_id where up.status <> 'active' and up.level < 4
) select id from up where status = 'active' limit 1`;
