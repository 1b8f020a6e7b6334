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
  const known = new Map(rows.map((row) => [row.location, row]));
  await tx.scanMirror.updateMany({ where: { source: { parentId: systemId } }, data: { ca: system.ca, allowPrivate: system.allowPrivate } });
  for (const one of new Map(listed.map((each) => [each.address, each])).values()) {
    const row = known.get(one.address);
    if (!row) await begin(tx, ctx, system, one);
    else if (row.removedAt !== null) await beginAgain(tx, ctx, system, { ...row, address: one.address });
    else if (row.every !== system.every) await tx.scanSource.update({ where: { id: row.id }, data: { every: system.every } });
  }
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

async function begin(tx: Tx, ctx: Context, system: System, { address, name: called }: ListedRepository): Promise<void> {
  const [id, now] = [ctx.ids.uuid(), ctx.clock.now()];
  const name = await freeName(tx, system, called, id);
  const plan = { form: "git", location: address, channel: "code", every: system.every, nextRunAt: now } as const;
  await tx.scanSource.create({ data: { id, name, parentId: system.id, heads: [], createdBy: actorName(ctx.actor), createdAt: now, ...plan } });
  await begun(tx, ctx, system, { id, name, address });
}

async function beginAgain(tx: Tx, ctx: Context, system: System, row: { id: string; name: string; address: string }): Promise<void> {
  await tx.scanSource.update({ where: { id: row.id }, data: { every: system.every, nextRunAt: ctx.clock.now(), removedAt: null } });
  await begun(tx, ctx, system, row);
}

async function begun(tx: Tx, ctx: Context, system: System, { id, name, address }: { id: string; name: string; address: string }): Promise<void> {
  const access = { access: "system", ca: system.ca, allowPrivate: system.allowPrivate, givenBy: actorName(ctx.actor), givenAt: ctx.clock.now() };
  await tx.scanMirror.create({ data: { sourceId: id, address, ...access } });
  await appendAudit(tx, ctx.actor, {
    action: "scan.named",
    subject: { type: "scan_source", id },
    detail: { name, location: address, form: "git", channel: "code", every: system.every, system: system.id },
  });
}

const mostOfName = 200;
/** As the system calls it, told apart from another source of that name. */
async function freeName(tx: Tx, system: System, called: string, id: string): Promise<string> {
  const name =
    keepable(called.replace(/\p{Cc}/gu, " ").replace(/^[\s/]+/, ""))
      .slice(0, mostOfName)
      .trim() || id;
  const candidates = [name, `${name} (${system.name})`, `${name} (${id})`];
  const taken = new Set((await tx.scanSource.findMany({ where: { name: { in: candidates } }, select: { name: true } })).map((row) => row.name));
  return candidates.find((each) => !taken.has(each)) ?? id;
}
