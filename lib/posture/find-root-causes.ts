import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { openFindingStates } from "../domain/states";
import { findExposureCauses } from "./find-exposure-causes";

/** Of each rule, so many of the largest causes are kept. */
const perRule = 20;

/**
 * Finds where most open findings about tokens come from, set-based: active people who made or own the tokens, and connections where most lead to nobody. Written anew each time,
 * for the overview to read at once, however many findings there are. What outlives its person has a page of its own and is left out; exposed secrets are traced by themselves
 * (find-exposure-causes), those without a token among them. Collector only. Returns how many it kept.
 * Each counts exactly what its link in the inventory lists.
 */
export async function findRootCauses(ctx: Context): Promise<number> {
  authorize(ctx.actor, "posture.record");
  const now = ctx.clock.now();
  return ctx.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`delete from root_cause`;
      const ofFindings = await tx.$executeRaw`
        insert into root_cause (rule, kind, subject, severity, tokens, oldest, at)
        with counted as materialized (
          select f.rule, t.connection_id, t.creator_account_id, o.person_id as owner, min(f.severity) as severity, count(*) as tokens, min(f.first_seen_at) as oldest
          from finding f join token t on t.id = f.token_id and t.merged_into is null left join ownership o on o.token_id = t.id
          where f.rule not in ('departed-still-alive', 'exposed') and f.status = any(${[...openFindingStates]}::text[]::finding_status[]) group by 1, 2, 3, 4
        ), maker as materialized (
          select ap.account_id, p.id from account_person ap join person p on p.id = ap.person_id and p.status = 'active'
          where ap.account_id in (select creator_account_id from counted)
        ), traced as (
          select c.*, op.id as owned_by, m.id as made_by from counted c
          left join person op on op.id = c.owner and op.status = 'active' left join maker m on m.account_id = c.creator_account_id
        ), caused as (
          select t.rule, 'person' as kind, w.person as subject, min(t.severity) as severity, sum(t.tokens) as tokens, min(t.oldest) as oldest
          from traced t cross join lateral (select t.owned_by as person union select t.made_by) w where w.person is not null group by 1, 3
          union all
          select t.rule, 'connection', t.connection_id, min(t.severity), sum(t.tokens), min(t.oldest)
          from traced t group by 1, 3 having coalesce(sum(t.tokens) filter (where t.owned_by is null and t.made_by is null), 0) * 2 > sum(t.tokens)
        )
        select rule, kind, subject, severity, tokens, oldest, ${now} from (
          select c.*, row_number() over (partition by c.rule order by c.severity, c.tokens desc, c.subject) as place from caused c) ranked where place <= ${perRule}`;
      return ofFindings + (await findExposureCauses(tx, now));
    },
    { timeout: 300_000, maxWait: 60_000 },
  );
}
