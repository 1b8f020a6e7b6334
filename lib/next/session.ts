import "server-only";
import { cookies } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { decode, encode } from "next-auth/jwt";
import { cache } from "react";
import { may } from "../authorization/authorize";
import type { Action } from "../authorization/table";
import { systemClock } from "../core/clock";
import type { Actor, Context } from "../core/context";
import { actorOfSession } from "../sign-in/queries";
import { anonymousContext, webContext } from "./context";
import { cookieNames } from "./cookie-names";
import { auditDenial } from "./run-action";
import { webEnv } from "./web-env";

export type PersonActor = Extract<Actor, { type: "person" }>;

/**
 * Who is signed in, or null. The cookie only names a session row; row, person's status and roles are read from the database
 * once per request, so an ended session or a person who left is out at the next one.
 */
export const currentActor = cache(async (): Promise<PersonActor | null> => {
  const sessionId = await sessionIdFromCookie();
  if (!sessionId) return null;
  return actorOfSession(anonymousContext(), sessionId);
});

/** The context of the signed-in person, or null. */
export async function currentContext(): Promise<Context | null> {
  const actor = await currentActor();
  return actor && webContext(actor);
}

/** For pages: the signed-in person's context. Strangers are sent to sign in; someone whose roles don't allow `action` gets the 403 page, and the audit log an entry. */
export async function requireActor(action?: Action): Promise<Context & { actor: PersonActor }> {
  const actor = await currentActor();
  if (!actor) redirect("/sign-in");
  const ctx = { ...webContext(actor), actor };
  if (action && !may(actor, action)) {
    await auditDenial(ctx, { action }, "page");
    forbidden();
  }
  return ctx;
}

async function sessionIdFromCookie(): Promise<string | null> {
  const env = webEnv();
  const token = (await cookies()).get(cookieNames(env.COUNTERSIGN_ORIGIN).session)?.value;
  if (!token) return null;
  const claims = await decode({ token, secret: env.NEXTAUTH_SECRET }).catch(() => null);
  return typeof claims?.sid === "string" ? claims.sid : null;
}

/** Puts a started session into the browser: an encrypted cookie that scripts cannot read. Only in actions and routes. */
export async function setSessionCookie(session: { id: string; personId: string; expiresAt: Date }): Promise<void> {
  const env = webEnv();
  const names = cookieNames(env.COUNTERSIGN_ORIGIN);
  const maxAge = Math.max(1, Math.floor((session.expiresAt.getTime() - systemClock.now().getTime()) / 1000));
  const token = await encode({ token: { sub: session.personId, sid: session.id }, secret: env.NEXTAUTH_SECRET, maxAge });
  (await cookies()).set(names.session, token, { httpOnly: true, sameSite: "lax", secure: names.secure, path: "/", expires: session.expiresAt });
}

/** Takes the cookie out of the browser. The row must be ended as well: a copied cookie outlives this. */
export async function clearSessionCookie(): Promise<void> {
  const names = cookieNames(webEnv().COUNTERSIGN_ORIGIN);
  (await cookies()).set(names.session, "", { httpOnly: true, sameSite: "lax", secure: names.secure, path: "/", maxAge: 0 });
}
