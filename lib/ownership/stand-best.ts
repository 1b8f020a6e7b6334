import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";

/**
 * Puts the best open suggestion of each token into `ownership`, as suggested, where nobody is confirmed; one that no longer stands on an
 * open suggestion goes. Purpose, team and backup that somebody gave stay. Set-based; a repeated call writes nothing.
 */
export async function standBest(tx: Tx, ctx: Context, tokens: readonly string[]): Promise<void> {
  const [now, by] = [ctx.clock.now(), actorName(ctx.actor)];
  await tx.$executeRaw`
    insert into ownership as o (token_id, person_id, state, evidence, set_by, set_at)
    select b.token_id, b.person_id, 'suggested', jsonb_build_object('suggestion', b.id, 'kind', b.kind, 'confidence', b.confidence), ${by}, ${now}
    from (select distinct on (s.token_id) s.token_id, s.person_id, s.id, s.kind, s.confidence from owner_suggestion s
      where s.token_id = any(${tokens}::uuid[]) and s.status = 'open' order by s.token_id, s.confidence desc, s.kind, s.person_id) b
    where not exists (select from ownership c where c.token_id = b.token_id and c.state = 'confirmed')
    order by b.token_id
    on conflict (token_id) do update set person_id = excluded.person_id, evidence = excluded.evidence, set_by = excluded.set_by, set_at = excluded.set_at
    where o.state = 'suggested' and (o.person_id, o.evidence) is distinct from (excluded.person_id, excluded.evidence)`;
  const unfounded = `o.token_id = any($1::uuid[]) and o.state = 'suggested' and o.person_id is not null and o.evidence ? 'suggestion'
    and not exists (select from owner_suggestion s where s.token_id = o.token_id and s.status = 'open')`;
  await tx.$executeRawUnsafe(`delete from ownership o where ${unfounded} and o.purpose is null and o.team_id is null and o.backup_person_id is null`, tokens);
  await tx.$executeRawUnsafe(
    `update ownership o set person_id = null, evidence = '{}' where ${unfounded} and (o.purpose is not null or o.team_id is not null)`,
    tokens,
  );
}
