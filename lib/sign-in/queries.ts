import { z } from "zod";
import type { Actor, Context } from "../core/context";
import { RoleName } from "../domain/role-name";

type PersonActor = Extract<Actor, { type: "person" }>;

const SessionRow = z.object({ id: z.uuid(), personId: z.uuid(), displayName: z.string(), roles: z.array(RoleName) });

/**
 * Who a session stands for, or null once it ended or expired, or its person is no longer active. Read anew for each request,
 * with the roles that count: one granted before a departure does not come back with a rehire.
 */
export async function actorOfSession(ctx: Context, sessionId: string): Promise<PersonActor | null> {
  if (!z.uuid().safeParse(sessionId).success) return null;
  const rows = await ctx.db.$queryRaw<unknown[]>`
    select s.id, p.id as "personId", p.display_name as "displayName", array(select a.role::text from active_role a where a.person_id = p.id order by a.role) as roles
    from session s join person p on p.id = s.person_id
    where s.id = ${sessionId}::uuid and s.ended_at is null and s.expires_at > ${ctx.clock.now()} and p.status = 'active'`;
  if (rows.length === 0) return null;
  const { id, personId, displayName, roles } = SessionRow.parse(rows[0]);
  return { type: "person", id: personId, displayName, roles, sessionId: id };
}

export interface LiveSession {
  id: string;
  method: string;
  userAgent: string | null;
  createdAt: Date;
}

/** The actor's own living sessions, newest first. */
export async function ownSessions(ctx: Context): Promise<LiveSession[]> {
  if (ctx.actor.type !== "person") return [];
  return ctx.db.session.findMany({
    where: { personId: ctx.actor.id, endedAt: null, expiresAt: { gt: ctx.clock.now() } },
    select: { id: true, method: true, userAgent: true, createdAt: true },
    orderBy: { createdAt: "desc" },
    take: 20,
  });
}
