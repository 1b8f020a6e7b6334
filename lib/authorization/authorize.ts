import type { Actor } from "../core/context";
import { forbidden, unauthenticated } from "../core/errors";
import { scopeActions, scopesFor } from "./scopes";
import { type Action, actionRoles } from "./table";

/** What an operator on the host may do through the command line, as its database role allows. */
const operatorActions: readonly Action[] = [
  "people.read",
  "people.manage",
  "connection.read",
  "connection.manage",
  "connection.sync",
  "audit.read",
  "audit.resume",
  "request.read",
  "trust.read",
  "trust.propose",
  "trust.pin",
  "request.stop",
  "import.read",
  "import.start",
  "import.people",
  "scan.start",
  "scan.name",
  // with an enrolled key alone: its signature says whose it is, and the executor decides whether it counts
  "trust.sign",
  "request.sign",
  "key.enrol",
  "api-token.own",
];
/** What the machine may do of itself. */
const processActions: readonly Action[] = [
  "ownership.suggest",
  "import.start",
  "import.people",
  "finding.close",
  "account.match",
  "connection.sync",
  "people.sync",
  "posture.record",
];

/** Whether `actor` may do `action`. Default deny. */
export function may(actor: Actor | null, action: Action): boolean {
  if (!actor) return false;
  if (actor.type === "operator") return operatorActions.includes(action);
  if (actor.type === "process") return processActions.includes(action);
  if (actor.apiToken && !actor.apiToken.scopes.some((scope) => scopeActions[scope].includes(action))) return false;
  const allowed: readonly string[] = actionRoles[action];
  return actor.roles.some((role) => allowed.includes(role));
}

/** Throws Unauthenticated or Forbidden unless `actor` may do `action`. First line of every verb. */
export function authorize(actor: Actor | null, action: Action): void {
  if (!actor) throw unauthenticated();
  if (may(actor, action)) return;
  if (actor.type === "person" && actor.apiToken && may({ ...actor, apiToken: undefined }, action)) throw forbidden(outOfScope(action));
  throw forbidden(`Your roles do not allow "${action}". An administrator can grant one that does, on the People page.`);
}

function outOfScope(action: Action): string {
  const scopes = scopesFor(action);
  if (scopes.length === 0) return `"${action}" can't be done with an API token. Do it signed in, on its page.`;
  return `The scopes of this API token do not allow "${action}". Make one with ${scopes.map((scope) => `"${scope}"`).join(" or ")}, on the API tokens page.`;
}
