import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { living } from "./gap-sql";

/**
 * Ends the offers of these tokens that have come to nothing: the token can't be used any more or has another owner by now, the owner who had left
 * is back (withdrawn), the deadline has passed or whom it was offered to has left as well (lapsed). Returns the tokens of those that ended.
 */
export async function settleOffers(tx: Tx, ctx: Context, tokens: readonly string[]): Promise<string[]> {
  const [now, by] = [ctx.clock.now(), actorName(ctx.actor)];
  const ended = await tx.$queryRaw<{ token: string }[]>`
    update owner_transfer x set status = s.status::transfer_status, decided_by = ${by}, decided_at = ${now}, decided_reason = s.why
    from (
      select x.id, case when not ${living(now)} or o.token_id is null or x.kind = 'succession' and op.status <> 'departed' then 'withdrawn' else 'lapsed' end as status,
        case when not ${living(now)} then 'the token can’t be used any more' when o.token_id is null then 'it has another owner by now'
          when x.kind = 'succession' and op.status <> 'departed' then 'its owner is back' when p.status <> 'active' then 'whom it was offered to is ' || p.status
          else 'nobody answered by the deadline' end as why
      from owner_transfer x join token t on t.id = x.token_id join person p on p.id = x.to_person_id
      left join ownership o on o.token_id = x.token_id and o.person_id = x.from_person_id and o.state = 'confirmed' left join person op on op.id = o.person_id
      where x.status = 'proposed' and x.token_id = any(${tokens}::uuid[])
        and (not ${living(now)} or o.token_id is null or x.kind = 'succession' and op.status <> 'departed' or p.status <> 'active' or x.due_at <= ${now})
      order by x.token_id
    ) s where s.id = x.id and x.status = 'proposed' returning x.token_id as token`;
  return ended.map(({ token }) => token);
}
