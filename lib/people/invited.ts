import { appendAudit } from "../audit/append";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";

interface Arriving {
  externalId: string;
  userName: string;
  email: string | null;
  statusSource: string;
}

/** Whether anybody was let in from the host before a directory knew them. */
export async function hasInvited(tx: Tx): Promise<boolean> {
  return (await tx.person.findFirst({ where: { source: "operator" }, select: { id: true } })) !== null;
}

/**
 * Gives the one person who was invited on the host (`countersign admin invite`), and is this human by e-mail address or user name, to the
 * directory that now sends them. They keep their roles and keys, and from then on they leave when the directory says so. Without this the
 * first administrator would be there twice, as two people who may both sign, one of whom nobody ever offboards. Null when nobody fits, or
 * more than one does.
 */
export async function adoptInvited(tx: Tx, ctx: Context, source: string, arriving: Arriving): Promise<string | null> {
  const names = [arriving.userName, arriving.email].flatMap((name) => (name ? [name.toLowerCase()] : []));
  const found = await tx.$queryRaw<{ id: string; email: string | null }[]>`
    select id, email from person where source = 'operator' and (email = any(${names}) or lower(user_name) = any(${names})) order by id for no key update`;
  const [only, other] = found;
  if (!only || other) return null;
  await tx.$executeRaw`
    update person set source = ${source}, external_id = ${arriving.externalId}, status_source = ${arriving.statusSource} where id = ${only.id}::uuid`;
  const by = only.email !== null && only.email === arriving.email?.toLowerCase() ? `same e-mail address ${only.email}` : `same user name ${arriving.userName}`;
  await appendAudit(tx, ctx.actor, { action: "person.adopted", subject: { type: "person", id: only.id }, detail: { source, evidence: by } });
  return only.id;
}
