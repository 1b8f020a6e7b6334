import type { Actor } from "../core/context";
import { forbidden } from "../core/errors";

/** Who answers for a workload, as far as it decides who may change it. */
export interface Responsible {
  ownerId: string | null;
  backupId: string | null;
}

/** Security managers and administrators change any workload; a token owner those that they own or stand in for. */
export function manages(actor: Actor, workload: Responsible): boolean {
  if (actor.type !== "person") return false;
  if (actor.roles.includes("security_manager") || actor.roles.includes("administrator")) return true;
  return actor.roles.includes("token_owner") && (workload.ownerId === actor.id || workload.backupId === actor.id);
}

/** Throws Forbidden unless `manages`. */
export function mustManage(actor: Actor, workload: Responsible & { name: string }): void {
  if (!manages(actor, workload))
    throw forbidden(`${workload.name} is neither yours nor one you stand in for. Ask its owner or a security manager to change it.`);
}
