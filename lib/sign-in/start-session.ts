import { z } from "zod";
import { appendAudit } from "../audit/append";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { forbidden } from "../core/errors";
import { parse } from "../core/parse";
import { minutesAfter, sessionHours } from "./lifetimes";

export const StartSessionInput = z.object({
  personId: z.uuid(),
  /** how the person showed who they are: "link" or "oidc:<issuer>" */
  method: z.string().min(1).max(300),
  userAgent: z.string().max(400).nullable().default(null),
});
export type StartSessionInput = z.input<typeof StartSessionInput>;

export interface StartedSession {
  id: string;
  personId: string;
  expiresAt: Date;
}

/** Starts a session for a person whose identity was just established. Only the web process may. Throws Forbidden where the person is not active. */
export async function startSession(ctx: Context, input: StartSessionInput): Promise<StartedSession> {
  assertWebProcess(ctx);
  const parsed = parse(StartSessionInput, input);
  return ctx.db.$transaction((tx) => openSession(ctx, tx, parsed));
}

/** The same inside the caller's transaction. */
export async function openSession(ctx: Context, tx: Tx, input: z.output<typeof StartSessionInput>): Promise<StartedSession> {
  const { personId, method, userAgent } = input;
  const person = await tx.person.findUnique({ where: { id: personId }, select: { status: true, displayName: true } });
  if (person?.status !== "active")
    throw forbidden("The directory does not list you as active, so you can't sign in. If that is wrong, ask whoever keeps the directory.");
  const now = ctx.clock.now();
  const session = { id: ctx.ids.uuid(), personId, expiresAt: minutesAfter(now, sessionHours * 60) };
  await tx.session.create({ data: { ...session, method, userAgent, createdAt: now } });
  const actor = { type: "person" as const, id: personId, displayName: person.displayName, roles: [], sessionId: session.id };
  await appendAudit(tx, actor, { action: "session.started", subject: { type: "session", id: session.id }, detail: { method } });
  return session;
}

/** Establishing who someone is happens before there is an actor: the web process does it, nobody else. */
export function assertWebProcess(ctx: Context): void {
  if (ctx.actor.type === "process" && ctx.actor.name === "web") return;
  throw forbidden("Only the web process starts sessions. Sign in on the sign-in page.");
}
