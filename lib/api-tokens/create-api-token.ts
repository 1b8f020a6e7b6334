import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { scopeActions } from "../authorization/scopes";
import { actionRoles } from "../authorization/table";
import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { forbidden, invalidInput, notFound } from "../core/errors";
import { parse } from "../core/parse";
import type { ApiScope } from "../domain/api-scopes";
import type { RoleName } from "../domain/roles";
import { activeRoles } from "../people/active-roles";
import { ensureOwnConnection } from "./own-connection";
import { CreateApiTokenInput } from "./schemas";
import { newSecret } from "./secret";

export interface CreatedApiToken {
  id: string;
  /** shown once; only its hash is kept */
  token: string;
  hint: string;
  expiresAt: Date;
}

const dayMilliseconds = 86_400_000;

/**
 * Makes an API token for the actor, or, for an operator on the host, for the person named. `origin` is where the deployment is served.
 * Throws InvalidInput for a scope that the person's roles give nothing, Forbidden for a person who is not active.
 */
export async function createApiToken(ctx: Context, input: CreateApiTokenInput, origin: string): Promise<CreatedApiToken> {
  authorize(ctx.actor, "api-token.own");
  const { name, scopes, days, person } = parse(CreateApiTokenInput, input);
  const { actor } = ctx;
  if (actor.type === "person" && person && person !== actor.id) throw forbidden("An API token speaks for who made it. The other person makes their own.");
  const personId = actor.type === "person" ? actor.id : person;
  if (!personId) throw invalidInput("Say whose token it will be.", { person: "Name a person." });
  const secret = newSecret(ctx.ids);
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + days * dayMilliseconds);
  return ctx.db.$transaction(async (tx) => {
    await mustBeUseful(tx, personId, scopes);
    await ensureOwnConnection(tx, ctx, origin);
    const id = ctx.ids.uuid();
    await tx.apiToken.create({
      data: { id, personId, name, hash: secret.hash, hint: secret.hint, scopes, createdBy: actorName(actor), createdAt: now, expiresAt },
    });
    await appendAudit(tx, actor, {
      action: "api_token.created",
      subject: { type: "api_token", id },
      detail: { name, person: personId, hint: secret.hint, scopes, expiresAt },
    });
    return { id, token: secret.token, hint: secret.hint, expiresAt };
  });
}

async function mustBeUseful(tx: Tx, personId: string, scopes: readonly ApiScope[]): Promise<void> {
  const person = await tx.person.findUnique({ where: { id: personId }, select: { displayName: true, status: true } });
  if (!person) throw notFound("The person");
  if (person.status !== "active") throw forbidden(`${person.displayName} is ${person.status}, so nothing can speak for them.`);
  const roles = await activeRoles(tx, personId);
  const idle = scopes.filter((scope) => !opens(scope, roles));
  if (idle.length > 0)
    throw invalidInput(`${person.displayName}'s roles give nothing to ${idle.join(", ")}. Leave it out, or have an administrator grant a role that does.`, {
      scopes: `Opens nothing with these roles: ${idle.join(", ")}.`,
    });
}

/** Whether a scope opens at least one action to somebody with these roles. */
export const opens = (scope: ApiScope, roles: readonly RoleName[]): boolean =>
  scopeActions[scope].some((action) => (actionRoles[action] as readonly RoleName[]).some((role) => roles.includes(role)));
