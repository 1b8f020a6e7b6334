import { sha256 } from "../../../lib/core/canonical";
import type { Actor, Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { unauthenticated } from "../../../lib/core/errors";

export const bearerOf = (authorization: string | undefined): string | null => /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? "")?.[1] ?? null;

/**
 * Spends a browser's one-time pass for this upload. Who holds it must still be here and signed in; `allow` gets them, and throws where they may not:
 * then the pass is not spent. The collector looks for itself. Throws Unauthenticated with `otherwise`.
 */
export async function spendTicket(
  ctx: Context,
  uploadId: string,
  ticket: string,
  allow: (actor: Actor, tx: Tx) => void | Promise<void>,
  otherwise: string,
): Promise<Actor> {
  const now = ctx.clock.now();
  return ctx.db.$transaction(async (tx) => {
    const [spent] = await tx.$queryRaw<{ person: string; name: string; roles: string[]; session: string }[]>`
      update upload_ticket t set used_at = ${now} from person p, session s
      where t.ticket_hash = ${sha256(ticket)} and t.upload_id = ${uploadId}::uuid and t.used_at is null and t.expires_at > ${now}
        and p.id = t.person_id and p.status = 'active' and s.id = t.session_id and s.ended_at is null and s.expires_at > ${now}
      returning p.id as person, p.display_name as name, s.id as session, array(select a.role::text from active_role a where a.person_id = p.id) as roles`;
    if (!spent) throw unauthenticated(otherwise);
    const actor = { type: "person", id: spent.person, displayName: spent.name, roles: spent.roles, sessionId: spent.session } as Actor;
    await allow(actor, tx);
    return actor;
  });
}
