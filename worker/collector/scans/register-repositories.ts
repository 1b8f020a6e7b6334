import { appendAuditOfEach } from "../../../lib/audit/append";
import { actorName, type Context } from "../../../lib/core/context";
import { Prisma, type Tx } from "../../../lib/core/db";
import { keepable } from "../../../lib/core/keepable";
import { endRunsOf } from "../../../lib/exposure/scanning/end-runs-of";
import type { ListedRepository } from "../../../lib/exposure/sources/rest/sight";

interface System {
  id: string;
  name: string;
  every: number;
  ca: string | null;
  allowPrivate: boolean;
}

/**
 * Makes each repository that a system lists a source of its own beneath it: fetched with the system's credential, at its rhythm, for the first time now. One
 * that is known goes on as it is. Nothing where the system was taken off the list meanwhile.
 */
export async function registerRepositories(tx: Tx, ctx: Context, systemId: string, listed: readonly ListedRepository[]): Promise<void> {
  const system = listed.length === 0 ? null : await systemOf(tx, systemId);
  if (!system) return;
  const rows = await tx.scanSource.findMany({ where: { parentId: systemId }, select: { id: true, location: true, name: true, removedAt: true } });
  await tx.scanMirror.updateMany({ where: { source: { parentId: systemId } }, data: { ca: system.ca, allowPrivate: system.allowPrivate } });
  await tx.scanSource.updateMany({ where: { parentId: systemId, removedAt: null, every: { not: system.every } }, data: { every: system.every } });
  const fresh = new Map(listed.map((each) => [each.address, each]));
  await tx.$executeRaw`
    update scan_mirror m set missed_at = null from scan_source s
    where s.id = m.source_id and s.parent_id = ${systemId}::uuid and m.missed_at is not null and s.location = any(${[...fresh.keys()]}::text[])`;
  const gone: Begun[] = [];
  for (const { id, name, location, removedAt } of rows)
    if (location !== null && fresh.delete(location) && removedAt !== null) gone.push({ id, name, address: location });
  while (gone.length > 0) await beginAgain(tx, ctx, system, gone.splice(0, mostAtOnce));
  const others = [...fresh.values()];
  while (others.length > 0) await begin(tx, ctx, system, others.splice(0, mostAtOnce));
}

/**
 * What a system lists no more is no longer looked through; what was found in it stays. Told by a whole reading of its lists alone, and by the second in a
 * row: a row that moves to an earlier page meanwhile is missed by one.
 */
export async function retireRepositories(tx: Tx, ctx: Context, systemId: string, listed: ReadonlySet<string>): Promise<void> {
  const now = ctx.clock.now();
  const missing = Prisma.sql`s.id = m.source_id and s.parent_id = ${systemId}::uuid and s.removed_at is null
    and not exists (select from unnest(${[...listed]}::text[]) l (address) where l.address = s.location)`;
  const gone = await tx.$queryRaw<{ id: string; name: string }[]>`
    update scan_source s set removed_at = ${now}, every = null, next_run_at = null from scan_mirror m where ${missing} and m.missed_at is not null returning s.id, s.name`;
  await tx.$executeRaw`update scan_mirror m set missed_at = ${now} from scan_source s where ${missing}`;
  const ids = gone.map(({ id }) => id);
  await tx.$executeRaw`delete from scan_mirror where source_id = any(${ids}::uuid[])`;
  await endRunsOf(tx, ctx, ids);
  const told = gone.map(({ id, name }) => ({ action: "scan.removed", id, detail: { name, system: systemId, why: "no longer listed" } }));
  await appendAuditOfEach(tx, ctx.actor, "scan_source", told);
}

async function systemOf(tx: Tx, sourceId: string): Promise<System | null> {
  const row = await tx.scanSystem.findUnique({ where: { sourceId }, include: { source: { select: { name: true, every: true } } } });
  if (!row || row.source.every === null) return null;
  return { id: sourceId, name: row.source.name, every: row.source.every, ca: row.ca, allowPrivate: row.allowPrivate };
}

interface Begun {
  id: string;
  name: string;
  address: string;
}

/** An organization may have thousands: so many are written together. */
const mostAtOnce = 500;
async function begin(tx: Tx, ctx: Context, system: System, fresh: readonly ListedRepository[]): Promise<void> {
  const now = ctx.clock.now();
  const begun = await named(
    tx,
    system,
    fresh.map(({ address, name }) => ({ id: ctx.ids.uuid(), name, address })),
  );
  const plan = {
    form: "git",
    channel: "code",
    every: system.every,
    nextRunAt: now,
    parentId: system.id,
    createdBy: actorName(ctx.actor),
    createdAt: now,
  } as const;
  await tx.scanSource.createMany({ data: begun.map(({ id, name, address }) => ({ id, name, location: address, heads: [], ...plan })) });
  await tx.scanMirror.createMany({ data: begun.map((each) => mirrorOf(ctx, system, each)) });
  await sayNamed(tx, ctx, system, begun);
}

async function beginAgain(tx: Tx, ctx: Context, system: System, rows: readonly Begun[]): Promise<void> {
  const plan = { every: system.every, nextRunAt: ctx.clock.now(), removedAt: null };
  await tx.scanSource.updateMany({ where: { id: { in: rows.map(({ id }) => id) } }, data: plan });
  await tx.scanMirror.createMany({ data: rows.map((each) => mirrorOf(ctx, system, each)) });
  await sayNamed(tx, ctx, system, rows);
}

const mirrorOf = (ctx: Context, { ca, allowPrivate }: System, { id, address }: Begun) => ({
  ...{ sourceId: id, address, access: "system", ca, allowPrivate },
  ...{ givenBy: actorName(ctx.actor), givenAt: ctx.clock.now() },
});

function sayNamed(tx: Tx, ctx: Context, system: System, rows: readonly Begun[]): Promise<void> {
  const about = { form: "git", channel: "code", every: system.every, system: system.id };
  const told = rows.map(({ id, name, address }) => ({ action: "scan.named", id, detail: { name, location: address, ...about } }));
  return appendAuditOfEach(tx, ctx.actor, "scan_source", told);
}

const mostOfName = 200;
/** Each as the system calls it, told apart from another source of that name. */
async function named(tx: Tx, system: System, fresh: readonly Begun[]): Promise<Begun[]> {
  const choices = fresh.map((each) => {
    const name =
      keepable(
        each.name
          .replace(/\p{Cc}/gu, " ")
          .replace(/^[\s/]+/, "")
          .slice(0, mostOfName),
      ).trim() || each.id;
    return [name, `${name} (${system.name})`, `${name} (${each.id})`];
  });
  const known = await tx.scanSource.findMany({ where: { name: { in: choices.flat() } }, select: { name: true } });
  const taken = new Set(known.map(({ name }) => name));
  return fresh.map((each, n) => {
    const name = choices[n]?.find((one) => !taken.has(one)) ?? each.id;
    taken.add(name);
    return { ...each, name };
  });
}
