import { type Actor, actorName } from "../core/context";
import type { Tx } from "../core/db";

export interface AuditEvent {
  /** noun.verb: request.filed, execution.proven, person.departed, … */
  action: string;
  subject: { type: string; id: string };
  /** plain facts; never a secret */
  detail?: Record<string, unknown>;
}

/** Appends to the audit log in the caller's transaction. The database stamps role and time. */
export async function appendAudit(tx: Tx, actor: Actor, event: AuditEvent): Promise<void> {
  const detail = JSON.stringify(event.detail ?? {});
  await tx.$queryRaw`select audit_append(${actorName(actor)}, ${event.action}, ${event.subject.type}, ${event.subject.id}, ${detail}::jsonb)`;
}
