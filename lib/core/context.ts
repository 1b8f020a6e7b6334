import type { ApiScope } from "../domain/api-scopes";
import type { RoleName } from "../domain/roles";
import type { Clock } from "./clock";
import type { Db } from "./db";
import type { Ids } from "./ids";
import type { Logger } from "./logger";

/** Who is acting. Every verb checks it, machines included. */
export type Actor =
  | {
      type: "person";
      id: string;
      displayName: string;
      roles: RoleName[];
      /** empty where an API token speaks for the person: there is no session to lean on */
      sessionId: string;
      /** set where an API token speaks for the person: its scopes bound what the roles allow */
      apiToken?: { id: string; scopes: readonly ApiScope[] };
    }
  | { type: "operator"; name: string }
  | { type: "process"; name: "web" | "signer" | "collector" | "executor" };

/** What every verb gets first: who, where, when. */
export interface Context {
  actor: Actor;
  db: Db;
  clock: Clock;
  ids: Ids;
  log: Logger;
}

/** How an actor is written in the audit log and in "by" columns: `person:<id>`, `operator:<name>`, `process:<name>`. */
export function actorName(actor: Actor): string {
  switch (actor.type) {
    case "person":
      return `person:${actor.id}`;
    case "operator":
      return `operator:${actor.name}`;
    case "process":
      return `process:${actor.name}`;
    default:
      return actor satisfies never;
  }
}
