import { z } from "zod";
import { appendAuditOfEach } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { notFound } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { evaluateRules } from "../detection/evaluate";
import { followStatus } from "../ownership/follow-status";
import { PersonStatus } from "./schemas";

export const StatusChange = z.object({
  personId: z.uuid(),
  status: PersonStatus,
  /** since when, as the directory says; null = it gives no date, the time of recording counts */
  at: z.date().nullable(),
  /** how we know: "scim: active=false", "ldap: pwdAccountLockedTime=…" */
  source: z.string().trim().min(1).max(500),
  /** what else the change rests on, for the audit log */
  evidence: z.string().max(500).optional(),
});
export type StatusChange = z.infer<typeof StatusChange>;

interface Standing {
  id: string;
  displayName: string;
  status: PersonStatus;
  statusAt: Date | null;
  statusSource: string;
}

/**
 * The one verb through which a person's status changes. In one transaction: the person, its history, the end of the sessions of
 * those who are no longer active, the findings that follow, the note to ask who takes over their tokens, the audit entries. The directory's facts alone move it: collector only.
 * Throws NotFound for a person that does not exist, Forbidden for anyone but the collector.
 */
export async function setPersonStatus(ctx: Context, input: StatusChange): Promise<{ changed: boolean }> {
  authorize(ctx.actor, "people.sync");
  const change = parse(StatusChange, input);
  return transaction(ctx, async (tx) => {
    const changed = await setPersonStatuses(tx, ctx, [change]);
    return { changed: changed.length > 0 };
  });
}

/**
 * The same for many persons, set-based, in the caller's transaction. Rows are locked in order of id, so two writers never wait for
 * each other in a circle. Returns the ids of those whose status or its date changed; a repeated fact changes nothing.
 */
export async function setPersonStatuses(tx: Tx, ctx: Context, changes: StatusChange[]): Promise<string[]> {
  authorize(ctx.actor, "people.sync");
  if (changes.length === 0) return [];
  const wanted = new Map(changes.map((change) => [change.personId, change]));
  const standing = await tx.$queryRaw<Standing[]>`
    select id, display_name as "displayName", status::text as status, status_at as "statusAt", status_source as "statusSource"
    from person where id = any(${[...wanted.keys()]}::uuid[]) order by id for no key update`;
  if (standing.length < wanted.size) throw notFound("A person whose status was to change");
  const now = ctx.clock.now();
  const moves = standing.flatMap((was) => {
    const change = wanted.get(was.id);
    return change && differs(was, change) ? [{ was, ...change, at: change.at ?? now }] : [];
  });
  if (moves.length === 0) return [];
  await tx.$executeRaw`
    update person p set status = x.status::person_status, status_at = x.at, status_source = x.source, changed_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(moves.map(({ personId, status, at, source }) => ({ id: personId, status, at, source })))}::jsonb)
      as x(id uuid, status text, at timestamptz, source text)
    where p.id = x.id`;
  const turned = moves.filter((move) => move.was.status !== move.status);
  await recordHistory(
    tx,
    ctx,
    turned.map((move) => ({ ...move, was: move.was.status })),
  );
  await endSessions(tx, ctx, turned);
  const ids = moves.map((move) => move.personId);
  await evaluateRules(tx, ctx, { persons: ids });
  await followStatus(tx, ids);
  return ids;
}

/** History and audit of persons who just took a status; `was` null = seen for the first time. A first sight as active is no event of its own. */
export async function recordHistory(tx: Tx, ctx: Context, turned: (Omit<StatusChange, "at"> & { at: Date; was: PersonStatus | null })[]): Promise<void> {
  const recordedAt = ctx.clock.now();
  await tx.personStatusChange.createMany({
    data: turned.map(({ personId, was, status, at, source }) => ({ id: ctx.ids.uuid(), personId, was, is: status, at, source, recordedAt })),
  });
  const events = turned.flatMap(({ personId, was, status, at, source, evidence }) => {
    const action = eventName(was, status);
    return action ? [{ action, id: personId, detail: { was, is: status, at: at.toISOString(), source, ...(evidence ? { evidence } : {}) } }] : [];
  });
  await appendAuditOfEach(tx, ctx.actor, "person", events);
}

/** noun.verb of a status change, or null where it is none. */
function eventName(was: PersonStatus | null, is: PersonStatus): string | null {
  if (is === "departed") return "person.departed";
  if (is === "suspended") return "person.suspended";
  if (was === "departed") return "person.rehired";
  return was === "suspended" ? "person.resumed" : null;
}

/** A dated fact that moves the date of the same status counts as a change; an undated repetition does not. */
function differs(was: Standing, change: StatusChange): boolean {
  if (was.status !== change.status) return true;
  return change.status !== "active" && change.at !== null && change.at.getTime() !== was.statusAt?.getTime();
}

/** Whatever direction a status turns, the sessions of before end: those of someone who left, and one that began just as they did. */
async function endSessions(tx: Tx, ctx: Context, turned: StatusChange[]): Promise<void> {
  await tx.$executeRaw`
    update session set ended_at = ${ctx.clock.now()}, ended_reason = case p.status when 'active' then 'person returned' else 'person ' || p.status::text end
    from person p where p.id = session.person_id and session.ended_at is null and session.person_id = any(${turned.map((move) => move.personId)}::uuid[])`;
}
