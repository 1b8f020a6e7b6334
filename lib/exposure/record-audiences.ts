import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { keepable } from "../core/keepable";
import type { Audience, AudienceRefusal } from "./sources/piece";

/** So many members are written at once. */
const slice = 10_000;

/**
 * Keeps who could read the places of a source at which a secret stands, as the source tells it; of other places nothing is kept. Who could read the
 * source as a whole is kept before anything is found there: a run of what is new in a history names its new authors alone. Whom it no longer names
 * could read them when it did, so nobody is taken out. Where it refuses to tell, why is kept, until it tells. Collector only.
 */
export async function recordAudiences(
  tx: Tx,
  ctx: Context,
  sourceId: string,
  audiences: readonly Audience[],
  refusals: readonly AudienceRefusal[] = [],
): Promise<void> {
  if (audiences.length === 0 && refusals.length === 0) return;
  const told = audiences.map((audience) => ({ ...audience, path: audience.path === null ? "" : keepable(audience.path) }));
  const refused = refusals.map((refusal) => ({ ...refusal, path: keepable(refusal.path) }));
  const asked = [...told, ...refused].map(({ path }) => path);
  const rows = await tx.$queryRaw<{ path: string }[]>`
    select distinct coalesce(audience, path) as path from occurrence where source_id = ${sourceId}::uuid and coalesce(audience, path) = any(${asked}::text[])`;
  const paths = new Set(rows.map(({ path }) => path));
  await recordTold(
    tx,
    ctx,
    sourceId,
    told.filter(({ path }) => path === "" || paths.has(path)),
  );
  await recordRefused(
    tx,
    ctx,
    sourceId,
    refused.filter(({ path }) => paths.has(path)),
  );
}

async function recordTold(tx: Tx, ctx: Context, sourceId: string, kept: readonly (Audience & { path: string })[]): Promise<void> {
  if (kept.length === 0) return;
  await tx.$executeRaw`delete from audience_refusal where source_id = ${sourceId}::uuid and path = any(${kept.map(({ path }) => path)}::text[])`;
  const now = ctx.clock.now();
  const places = kept.map(({ path, open, unnamed, public: anybody = false }) => ({ path, open, unnamed, anybody }));
  const members = kept.flatMap(({ path, members }) => members.map(({ name, basis }) => ({ path, name: keepable(name), basis })));
  await tx.$executeRaw`
    insert into audience as a (source_id, path, open, unnamed, public_at, seen_at)
    select distinct on (r.path) ${sourceId}::uuid, r.path, r.open, r.unnamed, case when r.anybody then ${now}::timestamptz end, ${now}
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as r (path text, open boolean, unnamed int, anybody boolean)
    order by r.path
    on conflict (source_id, path) do update set open = excluded.open, unnamed = excluded.unnamed, public_at = coalesce(excluded.public_at, a.public_at), seen_at = excluded.seen_at`;
  for (let from = 0; from < members.length; from += slice)
    await tx.$executeRaw`
      insert into audience_member as m (source_id, path, name, basis, seen_at)
      select distinct on (r.path, r.name) ${sourceId}::uuid, r.path, r.name, r.basis, ${now}
      from jsonb_to_recordset(${JSON.stringify(members.slice(from, from + slice))}::jsonb) as r (path text, name text, basis text)
      order by r.path, r.name
      on conflict (source_id, path, name) do update set basis = excluded.basis, seen_at = excluded.seen_at`;
}

async function recordRefused(tx: Tx, ctx: Context, sourceId: string, refused: readonly AudienceRefusal[]): Promise<void> {
  if (refused.length === 0) return;
  await tx.$executeRaw`
    insert into audience_refusal (source_id, path, reason, detail, at)
    select distinct on (r.path) ${sourceId}::uuid, r.path, r.reason, r.detail, ${ctx.clock.now()} from jsonb_to_recordset(${JSON.stringify(
      refused.map(({ path, reason, detail }) => ({ path, reason, detail: detail && keepable(detail) })),
    )}::jsonb) as r (path text, reason text, detail text)
    on conflict (source_id, path) do update set reason = excluded.reason, detail = excluded.detail, at = excluded.at`;
}
