import { isDeepStrictEqual } from "node:util";
import { authorize } from "../authorization/authorize";
import type { PersonSighting } from "../connectors/contract";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { evaluateRules } from "../detection/evaluate";
import { adoptInvited, hasInvited } from "./invited";
import { linkManagers } from "./link-managers";
import { findReturning, hasRemoved } from "./returning";
import type { PersonStatus } from "./schemas";
import { recordHistory, type StatusChange, setPersonStatuses } from "./set-person-status";
import { setTeams } from "./set-teams";

/** A directory's record of one person, with what some directories add. */
export interface PersonRecord extends PersonSighting {
  /** the id a new row gets; one of ours when absent */
  id?: string;
  endsAt?: Date | null;
  employeeNumber?: string | null;
  /** further facts to keep; `externalId` here is the client's own id, `manager` and `employeeNumber` are set from the fields above */
  record?: Record<string, unknown>;
}
export interface Upserted {
  created: number;
  changed: number;
  unchanged: number;
  /** external id → person */
  ids: Map<string, string>;
}

interface Known {
  id: string;
  externalId: string;
  facts: Facts;
  removedAt: Date | null;
}
interface Facts {
  userName: string;
  displayName: string;
  email: string | null;
  title: string | null;
  department: string | null;
  endsAt: string | null;
  record: unknown;
}

/**
 * Takes one page of a directory's listing into the database, set-based, in the caller's transaction: persons, managers (also those
 * listed before their manager), teams unless `teams` is false, status through setPersonStatuses. A person removed earlier who comes
 * back keeps their row and history (see returning.ts), and so does one who was invited before the directory knew them (invited.ts). Two sightings of one id in a page: the last counts. Collector only.
 */
export async function upsertPersons(tx: Tx, ctx: Context, source: string, sightings: PersonRecord[], { teams = true } = {}): Promise<Upserted> {
  authorize(ctx.actor, "people.sync");
  const page = [...new Map(sightings.map((sighting) => [sighting.externalId, sighting])).values()];
  const externalIds = page.map((sighting) => sighting.externalId);
  const known = new Map((await loadKnown(tx, source, externalIds)).map((row) => [row.externalId, row]));
  const result: Upserted = { created: 0, changed: 0, unchanged: 0, ids: new Map() };
  const inserts: (PersonRecord & { id: string })[] = [];
  const updates: (PersonRecord & { id: string })[] = [];
  const changes: StatusChange[] = [];
  const anyNew = known.size < page.length;
  const anyRemoved = anyNew && (await hasRemoved(tx, source));
  const anyInvited = anyNew && (await hasInvited(tx));
  for (const sighting of page) {
    const row = known.get(sighting.externalId);
    const returning = row || !anyRemoved ? null : await findReturning(tx, source, traits(sighting));
    const invited = row || returning || !anyInvited ? null : await adoptInvited(tx, ctx, source, sighting);
    const id = row?.id ?? returning?.id ?? invited ?? sighting.id ?? ctx.ids.uuid();
    result.ids.set(sighting.externalId, id);
    if (!row && !returning && !invited) {
      inserts.push({ ...sighting, id });
      continue;
    }
    changes.push({ personId: id, status: sighting.status, at: sighting.statusAt, source: sighting.statusSource, evidence: returning?.evidence });
    if (!row || row.removedAt || !isDeepStrictEqual(row.facts, factsOf(sighting))) updates.push({ ...sighting, id });
  }
  await insertNew(tx, ctx, source, inserts);
  await updateKnown(tx, ctx, updates);
  const moved = new Set(await setPersonStatuses(tx, ctx, changes));
  for (const { id } of updates) moved.add(id);
  await tx.$executeRaw`update person set last_seen_at = ${ctx.clock.now()} where id = any(${[...result.ids.values()]}::uuid[])`;
  await linkManagers(tx, source, externalIds);
  if (teams) await setTeams(tx, ctx, source, page);
  result.created = inserts.length;
  result.changed = moved.size;
  result.unchanged = page.length - inserts.length - moved.size;
  return result;
}

async function loadKnown(tx: Tx, source: string, externalIds: string[]): Promise<Known[]> {
  const rows = await tx.$queryRaw<(Omit<Facts, "endsAt"> & { id: string; externalId: string; removedAt: Date | null; endsAt: Date | null })[]>`
    select id, external_id as "externalId", user_name as "userName", display_name as "displayName", email, title, department, ends_at as "endsAt", record, removed_at as "removedAt"
    from person where source = ${source} and external_id = any(${externalIds}) order by id for no key update`;
  return rows.map(({ id, externalId, removedAt, endsAt, ...facts }) => ({
    id,
    externalId,
    removedAt,
    facts: { ...facts, endsAt: endsAt?.toISOString() ?? null },
  }));
}

function factsOf(sighting: PersonRecord): Facts {
  return {
    userName: sighting.userName,
    displayName: sighting.displayName,
    email: sighting.email?.toLowerCase() ?? null,
    title: sighting.title,
    department: sighting.department,
    endsAt: sighting.endsAt?.toISOString() ?? null,
    record: JSON.parse(JSON.stringify({ ...sighting.record, manager: sighting.manager ?? undefined, employeeNumber: sighting.employeeNumber ?? undefined })),
  };
}

const traits = (sighting: PersonRecord) => ({
  userName: sighting.userName,
  displayName: sighting.displayName,
  email: sighting.email,
  clientId: typeof sighting.record?.externalId === "string" ? sighting.record.externalId : null,
  employeeNumber: sighting.employeeNumber ?? null,
});

async function insertNew(tx: Tx, ctx: Context, source: string, inserts: (PersonRecord & { id: string })[]): Promise<void> {
  if (inserts.length === 0) return;
  const now = ctx.clock.now();
  const rows = inserts.map((sighting) => ({
    id: sighting.id,
    externalId: sighting.externalId,
    ...factsOf(sighting),
    status: sighting.status,
    statusAt: sighting.statusAt ?? (sighting.status === "active" ? null : now),
    statusSource: sighting.statusSource,
  }));
  await tx.$executeRaw`
    insert into person (id, source, external_id, user_name, display_name, email, title, department, ends_at, record, status, status_at, status_source, first_seen_at, changed_at)
    select x.id, ${source}, x."externalId", x."userName", x."displayName", x.email, x.title, x.department, x."endsAt", x.record, x.status::person_status, x."statusAt", x."statusSource", ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, "externalId" text, "userName" text, "displayName" text, email text, title text,
      department text, "endsAt" timestamptz, record jsonb, status text, "statusAt" timestamptz, "statusSource" text)`;
  const first: (Omit<StatusChange, "at"> & { at: Date; was: PersonStatus | null })[] = inserts.map((sighting) => ({
    personId: sighting.id,
    was: null,
    status: sighting.status,
    at: sighting.statusAt ?? now,
    source: sighting.statusSource,
  }));
  await recordHistory(tx, ctx, first);
  const gone = inserts.filter((sighting) => sighting.status !== "active").map((sighting) => sighting.id);
  if (gone.length > 0) await evaluateRules(tx, ctx, { persons: gone });
}

async function updateKnown(tx: Tx, ctx: Context, updates: (PersonRecord & { id: string })[]): Promise<void> {
  if (updates.length === 0) return;
  const rows = updates.map((sighting) => ({ id: sighting.id, externalId: sighting.externalId, ...factsOf(sighting) }));
  await tx.$executeRaw`
    update person p set external_id = x."externalId", user_name = x."userName", display_name = x."displayName", email = x.email, title = x.title,
      department = x.department, ends_at = x."endsAt", record = x.record, removed_at = null, changed_at = ${ctx.clock.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, "externalId" text, "userName" text, "displayName" text, email text, title text,
      department text, "endsAt" timestamptz, record jsonb)
    where p.id = x.id`;
}
