import { type Actor, actorName } from "../core/context";
import type { Tx } from "../core/db";

/** What an entry can be about: the table's name, or a thing without one. */
export const auditSubjects = [
  "account",
  "api_token",
  "audit_log",
  "connection",
  "detection_rule",
  "detector",
  "directory",
  "due_rule",
  "execution",
  "exposure",
  "finding",
  "identity",
  "import",
  "inventory",
  "page",
  "person",
  "request",
  "rotation",
  "rule",
  "saved_view",
  "session",
  "sync_run",
  "team",
  "test",
  "token",
  "trust_root",
  "trust_statement",
  "scan",
  "suppression",
  "ttl_policy",
  "scan_source",
  "workload",
] as const;
export type AuditSubject = (typeof auditSubjects)[number];

/** One thing that an entry is about. */
export interface AuditSubjectRef {
  type: AuditSubject;
  id: string;
}

export interface AuditEvent {
  /** noun.verb: request.filed, execution.proven, person.departed, … */
  action: string;
  subject: AuditSubjectRef;
  /** plain facts; never a secret */
  detail?: Record<string, unknown>;
}

/** What is said of many, one entry each. */
export interface AuditEventEach extends Omit<AuditEvent, "subject"> {
  subject: AuditSubject;
}

const viaOf = (actor: Actor): { via?: string } => (actor.type === "person" && actor.apiToken ? { via: `api_token:${actor.apiToken.id}` } : {});

/** Until the transaction ends, says who acts to triggers that write into the log themselves. */
export async function tellTriggers(tx: Tx, actor: Actor): Promise<void> {
  await tx.$queryRaw`select set_config('countersign.actor', ${actorName(actor)}, true), set_config('countersign.via', ${viaOf(actor).via ?? ""}, true)`;
}

/** One entry for each of these, with a detail of its own, in one statement. */
export async function appendAuditOfEach(
  tx: Tx,
  actor: Actor,
  subject: AuditSubject,
  entries: readonly { action: string; id: string; detail: Record<string, unknown> }[],
): Promise<void> {
  if (entries.length === 0) return;
  const told = JSON.stringify(entries.map(({ action, id, detail }) => ({ action, id, detail: { ...detail, ...viaOf(actor) } })));
  await tx.$queryRaw`
    select count(audit_append(${actorName(actor)}, x.action, ${subject}, x.id, x.detail))::int from jsonb_to_recordset(${told}::jsonb) as x(action text, id text, detail jsonb)`;
}

/** The same entry for each of these, in one statement. */
export const appendAuditEach = (tx: Tx, actor: Actor, ids: readonly string[], { action, subject, detail = {} }: AuditEventEach): Promise<void> =>
  appendAuditOfEach(
    tx,
    actor,
    subject,
    ids.map((id) => ({ action, id, detail })),
  );

/** Appends to the audit log in the caller's transaction. The database stamps role and time; what came through an API token says through which. */
export async function appendAudit(tx: Tx, actor: Actor, event: AuditEvent): Promise<void> {
  const detail = JSON.stringify({ ...event.detail, ...viaOf(actor) });
  await tx.$queryRaw`select audit_append(${actorName(actor)}, ${event.action}, ${event.subject.type}, ${event.subject.id}, ${detail}::jsonb)`;
}
