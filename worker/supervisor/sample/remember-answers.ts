import type { Context } from "../../../lib/core/context";
import type { CastMember } from "./messages";

/**
 * What owners of the sample's listings answered within the last half year, for about half of them, so that not everything is overdue at once; each says
 * that it is sample data. The cast have answered for none of theirs: they are asked. Which tokens, and when, hangs on their handles alone. Again, it adds nothing.
 */
export async function rememberAnswers(ctx: Context, cast: readonly CastMember[]): Promise<void> {
  const asked = cast.map(({ userName }) => userName);
  await ctx.db.$executeRaw`
    insert into attestation (id, token_id, person_id, answer, purpose, expiry_reviewed, evidence, at)
    select gen_random_uuid(), t.id, o.person_id, 'mine', o.purpose, true, jsonb_build_object('source', 'sample data', 'as', 'owner', 'expiry', t.expiry, 'scopes', to_jsonb(t.scopes)),
      ${ctx.clock.now()}::timestamptz - make_interval(days => 2 + abs(hashtext(t.handle_key || 'when')) % 176)
    from ownership o join token t on t.id = o.token_id and t.imported join person p on p.id = o.person_id and p.status = 'active'
    where o.state = 'confirmed' and not p.user_name = any(${asked}) and abs(hashtext(t.handle_key)) % 100 < 55 and not exists (select from attestation a where a.token_id = t.id)`;
}
