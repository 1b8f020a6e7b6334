import { authorize, may } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import type { ApiScope } from "../domain/api-scopes";
import { ownConnector } from "../domain/own-connector";

export interface ApiTokenRow {
  id: string;
  name: string;
  hint: string;
  scopes: ApiScope[];
  owner: { id: string; name: string; status: "active" | "suspended" | "departed" };
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  /** what it is now: it works, or why not */
  state: "works" | "revoked" | "expired" | "owner_away";
  mine: boolean;
  /** its row in the inventory; null until the collector has taken it in */
  inventoryId: string | null;
}

const most = 500;

/** The actor's API tokens, for administrators and operators everybody's; those that work first, then the newest. */
export async function listApiTokens(ctx: Context): Promise<ApiTokenRow[]> {
  authorize(ctx.actor, "api-token.own");
  const me = ctx.actor.type === "person" ? ctx.actor.id : null;
  const mine = may(ctx.actor, "people.manage") ? Prisma.sql`true` : Prisma.sql`k.person_id = ${me}::uuid`;
  const rows = await ctx.db.$queryRaw<
    (Omit<ApiTokenRow, "owner" | "mine"> & { personId: string; personName: string; status: ApiTokenRow["owner"]["status"] })[]
  >`
    select k.id, k.name, k.hint, k.scopes, k.created_at as "createdAt", k.expires_at as "expiresAt", k.last_used_at as "lastUsedAt", k.revoked_at as "revokedAt",
      p.id as "personId", p.display_name as "personName", p.status::text as status, t.id as "inventoryId",
      case when k.revoked_at is not null then 'revoked' when k.expires_at <= ${ctx.clock.now()} then 'expired'
        when p.status <> 'active' or exists (select from person_status_change c where c.person_id = p.id and c."is" = 'departed' and c.recorded_at >= k.created_at)
        then 'owner_away' else 'works' end as state
    from api_token k join person p on p.id = k.person_id
    left join token t on t.handle_key = '{"id":"' || k.id || '"}' and t.connection_id in (select id from connection where connector = ${ownConnector})
    where ${mine} order by k.revoked_at is not null or k.expires_at <= ${ctx.clock.now()}, k.created_at desc, k.id limit ${most}`;
  return rows.map(({ personId, personName, status, ...row }) => ({ ...row, owner: { id: personId, name: personName, status }, mine: personId === me }));
}
