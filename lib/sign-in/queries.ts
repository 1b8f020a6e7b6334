import type { Actor, Context } from "../core/context";

type PersonActor = Extract<Actor, { type: "person" }>;

/** Who a session stands for, or null once it ended or expired, or its person is no longer active. Read anew for each request. */
export async function actorOfSession(ctx: Context, sessionId: string): Promise<PersonActor | null> {
  const session = await ctx.db.session.findFirst({
    where: { id: sessionId, endedAt: null, expiresAt: { gt: ctx.clock.now() }, person: { status: "active" } },
    select: { id: true, person: { select: { id: true, displayName: true, roles: { select: { role: true } } } } },
  });
  if (!session) return null;
  const { person } = session;
  return { type: "person", id: person.id, displayName: person.displayName, roles: person.roles.map(({ role }) => role), sessionId: session.id };
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
