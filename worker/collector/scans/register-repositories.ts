import { appendAudit } from "../../../lib/audit/append";
import { actorName, type Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { keepable } from "../../../lib/core/keepable";
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
  const rows = await tx.scanSource.findMany({ where: { parentId: systemId }, select: { id: true, location: true, name: true, every: true, removedAt: true } });
  await tx.scanMirror.updateMany({ where: { source: { parentId: systemId } }, data: { ca: system.ca, allowPrivate: system.allowPrivate } });
  const fresh = new Map(listed.map((each) => [each.address, each]));
  for (const { id, name, location, every, removedAt } of rows) {
    if (location === null || !fresh.delete(location)) continue;
    if (removedAt !== null) await beginAgain(tx, ctx, system, { id, name, address: location });
    else if (every !== system.every) await tx.scanSource.update({ where: { id }, data: { every: system.every } });
  }
  const others = [...fresh.values()];
  while (others.length > 0) await begin(tx, ctx, system, others.splice(0, mostAtOnce));
}

/** What a system lists no more is no longer looked through; what was found in it stays. Told by a whole reading of its lists alone. */
export async function retireRepositories(tx: Tx, ctx: Context, systemId: string, listed: ReadonlySet<string>): Promise<void> {
  const rows = await tx.scanSource.findMany({ where: { parentId: systemId, removedAt: null }, select: { id: true, name: true, location: true } });
  for (const { id, name, location } of rows) {
    if (location !== null && listed.has(location)) continue;
    await tx.scanSource.update({ where: { id }, data: { removedAt: ctx.clock.now(), every: null, nextRunAt: null } });
    await tx.scanMirror.deleteMany({ where: { sourceId: id } });
    await appendAudit(tx, ctx.actor, {
      action: "scan.removed",
      subject: { type: "scan_source", id },
      detail: { name, system: systemId, why: "no longer listed" },
    });
  }
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
  for (const each of begun) await sayNamed(tx, ctx, system, each);
}

async function beginAgain(tx: Tx, ctx: Context, system: System, row: Begun): Promise<void> {
  await tx.scanSource.update({ where: { id: row.id }, data: { every: system.every, nextRunAt: ctx.clock.now(), removedAt: null } });
  await tx.scanMirror.create({ data: mirrorOf(ctx, system, row) });
  await sayNamed(tx, ctx, system, row);
}

const mirrorOf = (ctx: Context, { ca, allowPrivate }: System, { id, address }: Begun) => ({
  ...{ sourceId: id, address, access: "system", ca, allowPrivate },
  ...{ givenBy: actorName(ctx.actor), givenAt: ctx.clock.now() },
});

const sayNamed = (tx: Tx, ctx: Context, system: System, { id, name, address }: Begun): Promise<unknown> =>
  appendAudit(tx, ctx.actor, {
    action: "scan.named",
    subject: { type: "scan_source", id },
    detail: { name, location: address, form: "git", channel: "code", every: system.every, system: system.id },
  });

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
