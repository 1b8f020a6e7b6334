import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";

/** The owner that a token gets, and the suggestion it comes from, if any. */
export interface NewOwner {
  token: string;
  person: string;
  suggestion: string | null;
  /** when the row that is replaced was set; null = there was none */
  replaces: string | null;
}

/**
 * Confirms owners, each only where the row is still the one that was seen. Team, backup, purpose and workloads stay; a backup who becomes the
 * owner stops being the backup. What stood before is kept in the evidence, for an undo. Open offers of these tokens are withdrawn.
 * Returns the tokens it holds for.
 */
export async function setOwners(tx: Tx, ctx: Context, owners: readonly NewOwner[], why: string): Promise<string[]> {
  if (owners.length === 0) return [];
  const [now, by] = [ctx.clock.now(), actorName(ctx.actor)];
  const set = await tx.$queryRaw<{ token: string }[]>`
    insert into ownership as o (token_id, person_id, state, evidence, set_by, set_at)
    select x.token, x.person, 'confirmed', jsonb_strip_nulls(jsonb_build_object('suggestion', x.suggestion, 'previous', case when c.token_id is not null then
        jsonb_build_object('person', c.person_id, 'backup', c.backup_person_id, 'state', c.state, 'setBy', c.set_by, 'setAt', c.set_at, 'evidence', c.evidence - 'previous') end)), ${by}, ${now}
    from jsonb_to_recordset(${JSON.stringify(owners)}::jsonb) as x(token uuid, person uuid, suggestion text, replaces timestamptz)
    left join ownership c on c.token_id = x.token where c.set_at is not distinct from x.replaces order by x.token
    on conflict (token_id) do update set person_id = excluded.person_id, state = 'confirmed', evidence = excluded.evidence, set_by = excluded.set_by, set_at = excluded.set_at,
      backup_person_id = nullif(o.backup_person_id, excluded.person_id)
    where o.set_at = (excluded.evidence #>> '{previous,setAt}')::timestamptz
    returning token_id as token`;
  const tokens = set.map(({ token }) => token);
  await endOffers(tx, ctx, tokens, why);
  return tokens;
}

/** Ends the open offers of these tokens, because their owner was decided otherwise. */
export async function endOffers(tx: Tx, ctx: Context, tokens: readonly string[], why: string): Promise<void> {
  await tx.$executeRaw`
    update owner_transfer set status = 'withdrawn', decided_by = ${actorName(ctx.actor)}, decided_at = ${ctx.clock.now()}, decided_reason = ${why}
    where status = 'proposed' and token_id = any(${tokens}::uuid[])`;
}
