import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { keepable } from "../core/keepable";
import type { Audience } from "./sources/piece";

/**
 * Keeps who could read the places of a source at which a secret stands, as the source tells it; of other places nothing is kept. Who could read the
 * source as a whole is kept before anything is found there: a run of what is new in a history names its new authors alone. Whom it no longer names
 * could read them when it did, so nobody is taken out. Collector only.
 */
export async function recordAudiences(tx: Tx, ctx: Context, sourceId: string, audiences: readonly Audience[]): Promise<void> {
  if (audiences.length === 0) return;
  const rows = await tx.occurrence.findMany({ where: { sourceId }, distinct: ["path"], select: { path: true } });
  const paths = new Set(rows.map(({ path }) => path));
  const kept = audiences
    .map((audience) => ({ ...audience, path: audience.path === null ? "" : keepable(audience.path) }))
    .filter(({ path }) => path === "" || paths.has(path));
  if (kept.length === 0) return;
  const now = ctx.clock.now();
  const places = kept.map(({ path, open, unnamed }) => ({ path, open, unnamed }));
  const members = kept.flatMap(({ path, members }) => members.map(({ email, basis }) => ({ path, email: keepable(email), basis })));
  await tx.$executeRaw`
    insert into audience as a (source_id, path, open, unnamed, seen_at)
    select distinct on (r.path) ${sourceId}::uuid, r.path, r.open, r.unnamed, ${now} from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as r (path text, open boolean, unnamed int)
    order by r.path
    on conflict (source_id, path) do update set open = excluded.open, unnamed = excluded.unnamed, seen_at = excluded.seen_at`;
  await tx.$executeRaw`
    insert into audience_member as m (source_id, path, email, basis, seen_at)
    select distinct on (r.path, r.email) ${sourceId}::uuid, r.path, r.email, r.basis, ${now} from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as r (path text, email text, basis text)
    order by r.path, r.email
    on conflict (source_id, path, email) do update set basis = excluded.basis, seen_at = excluded.seen_at`;
}
