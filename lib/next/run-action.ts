import type { z } from "zod";
import { type AuditSubjectRef, appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Action } from "../authorization/table";
import type { Context } from "../core/context";
import { AppError, unauthenticated } from "../core/errors";
import { parse } from "../core/parse";
import { failure, ok, type Result } from "../core/result";
import { guardOrigin } from "./origin-guard";

/** What an action wants to do, and to what. */
export interface Permission {
  action: Action;
  resource?: AuditSubjectRef;
}

export interface ActionDefinition<S extends z.ZodType, T> {
  input: S;
  /** `anyone` is for what comes before sign-in; the verb then runs as the web process, which may do next to nothing */
  authorize: ((input: z.output<S>) => Permission) | "anyone";
  run: (ctx: Context, input: z.output<S>) => Promise<T>;
}

/** The request around an action, as the adapter found it. */
export interface ActionRequest {
  headers: Headers;
  ownOrigin: string;
  /** context of the signed-in person, or null */
  signedIn: () => Promise<Context | null>;
  /** context of the web process itself */
  anonymous: () => Context;
  /** throws on what is not an error but the framework's own control flow, such as a redirect */
  rethrow: (error: unknown) => void;
}

/**
 * Runs an action: origin → who → input → authorize → verb, and maps whatever is thrown to a failure.
 * A refusal to someone signed in is written to the audit log; refusals to strangers only to the process log, since they cost nothing to provoke.
 */
export async function runAction<S extends z.ZodType, T>(definition: ActionDefinition<S, T>, raw: unknown, request: ActionRequest): Promise<Result<T>> {
  let ctx: Context | null = null;
  let permission: Permission | null = null;
  try {
    guardOrigin(request.headers, request.ownOrigin);
    ctx = await request.signedIn();
    if (definition.authorize === "anyone") {
      const input = parse(definition.input, raw);
      return ok(await definition.run(ctx ?? request.anonymous(), input));
    }
    if (!ctx) throw unauthenticated("You are signed out. Sign in again; what you typed is still here.");
    const input = parse(definition.input, raw);
    permission = definition.authorize(input);
    authorize(ctx.actor, permission.action);
    return ok(await definition.run(ctx, input));
  } catch (error) {
    request.rethrow(error);
    if (error instanceof AppError && error.code === "Forbidden") await auditDenial(ctx, permission, error.message);
    return failure(error, (unknown) => request.anonymous().log.error({ err: unknown }, "action failed"));
  }
}

/** Writes a refusal to a signed-in person to the audit log. */
export async function auditDenial(ctx: Context | null, permission: Permission | null, reason: string): Promise<void> {
  if (ctx?.actor.type !== "person") return;
  const { actor } = ctx;
  const subject: AuditSubjectRef = permission?.resource ?? { type: "person", id: actor.id };
  await ctx.db.$transaction((tx) => appendAudit(tx, actor, { action: "access.denied", subject, detail: { action: permission?.action ?? null, reason } }));
}
