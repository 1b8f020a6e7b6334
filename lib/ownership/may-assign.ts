import { may } from "../authorization/authorize";
import type { Actor } from "../core/context";
import { forbidden } from "../core/errors";

/** Security managers and administrators assign anyone; through an API token only where its scopes open saying who owns what. */
export const mayAssignAnyone = (actor: Actor): boolean =>
  actor.type === "person" && (actor.roles.includes("security_manager") || actor.roles.includes("administrator")) && may(actor, "token.own");

/** A token owner takes a token for themselves or hands on their own. */
export function mustBeTheirs(actor: Actor, current: string | null, next: string | null): void {
  if (actor.type !== "person") throw forbidden("Only a signed-in person can say who owns a token.");
  if (mayAssignAnyone(actor) || next === actor.id || current === actor.id) return;
  throw forbidden("You can take a token for yourself or hand on one of yours. Ask a security manager to assign it to someone else.");
}
