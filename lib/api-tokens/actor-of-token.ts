import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { sha256 } from "../core/canonical";
import type { Actor, Context } from "../core/context";
import { ApiScope } from "../domain/api-scopes";
import { RoleName } from "../domain/role-name";
import { isWellFormed } from "./secret";

type PersonActor = Extract<Actor, { type: "person" }>;

const Row = z.object({
  id: z.uuid(),
  hash: z.string(),
  // A scope that this version does not know opens nothing.
  scopes: z.array(z.string()).transform((all) => all.flatMap((scope) => ApiScope.safeParse(scope).data ?? [])),
  lastUsedAt: z.date().nullable(),
  personId: z.uuid(),
  displayName: z.string(),
  roles: z.array(RoleName),
});

/** The date of last use is kept to the minute: one write a minute, however often a token is used. */
const usedEveryMilliseconds = 60_000;

/**
 * Who an API token speaks for, or null where it is none, has ended, or its owner is not active. Token, person and roles are read anew for each request,
 * so a revoked token and one whose owner left are out at the next one; what a departure ended does not come back with a rehire.
 * Found by its SHA-256: whoever measures the time of a look-up learns of a hash, of which nothing leads back to a token.
 */
export async function actorOfToken(ctx: Context, secret: string): Promise<PersonActor | null> {
  if (!isWellFormed(secret)) return null;
  const hash = sha256(secret);
  const now = ctx.clock.now();
  const rows = await ctx.db.$queryRaw<unknown[]>`
    select k.id, k.hash, k.scopes, k.last_used_at as "lastUsedAt", p.id as "personId", p.display_name as "displayName",
      array(select a.role::text from active_role a where a.person_id = p.id order by a.role) as roles
    from api_token k join person p on p.id = k.person_id
    where k.hash = ${hash} and k.revoked_at is null and k.expires_at > ${now} and p.status = 'active'
      and not exists (select from person_status_change c where c.person_id = p.id and c."is" = 'departed' and c.recorded_at >= k.created_at)`;
  if (rows.length === 0) return null;
  const row = Row.parse(rows[0]);
  if (!timingSafeEqual(Buffer.from(row.hash), Buffer.from(hash))) return null;
  await markUsed(ctx, row.id, row.lastUsedAt, now);
  return { type: "person", id: row.personId, displayName: row.displayName, roles: row.roles, sessionId: "", apiToken: { id: row.id, scopes: row.scopes } };
}

async function markUsed(ctx: Context, id: string, last: Date | null, now: Date): Promise<void> {
  const before = new Date(now.getTime() - usedEveryMilliseconds);
  if (last && last > before) return;
  await ctx.db.$executeRaw`update api_token set last_used_at = ${now} where id = ${id}::uuid and (last_used_at is null or last_used_at <= ${before})`;
}
