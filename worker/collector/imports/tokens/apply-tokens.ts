import type { Context } from "../../../../lib/core/context";
import type { Statements } from "../../../../lib/core/copying";
import { Prisma } from "../../../../lib/core/db";
import { tokenChanges } from "../../../../lib/tokens/token-changes-sql";
import type { Counts, ImportRun } from "../parts";
import { factsLength } from "./copy-line";
import { byIndex } from "./shared-prints";

/**
 * Brings the rows of a staging table into the inventory, set-based: new ones, changed ones, and nothing for what the inventory knows already.
 * Fingerprints, what changed, owners and workloads go along; the rules follow from the collector's list.
 */
export async function applyTokens(tx: Statements, ctx: Context, run: ImportRun, table: string): Promise<Counts> {
  await byIndex(tx);
  const [stage, now, source] = [Prisma.raw(table), ctx.clock.now(), run.source];
  const [counts] = await tx.$queryRaw<{ rows: bigint; created: bigint; changed: bigint }[]>`
    with written as materialized (
      select s.*, k.id as known_id, k.facts_hash as known_hash from ${stage} s
      left join lateral (
        select id, facts_hash, missing_since from token where connection_id = ${run.connectionId}::uuid and handle_key = s.handle_key limit 1
      ) k on true
      where k.id is null or left(k.facts_hash, ${factsLength}) <> left(s.facts_hash, ${factsLength}) or k.missing_since is not null
    ), fresh as (
      insert into token (id, connection_id, class, handle_key, handle, name, hint, scopes, reach, environment, creator_account_id, creator_from, issued_at, issued_from,
        expiry, expires_at, expires_from, last_used_at, last_used_from, disabled_at, rotated_at, rotated_from, scopes_used, scopes_used_from, third_party, parent_key,
        family_count, family_longest, imported, first_seen_at, last_seen_at, facts_hash)
      select w.id, ${run.connectionId}::uuid, w.class, w.handle_key, w.handle_key::jsonb, w.name, w.hint, w.scopes, w.reach, w.environment,
        w.creator_account_id, case when w.creator_account_id is not null then ${source} end, w.issued_at, case when w.issued_at is not null then ${source} end,
        w.expiry, w.expires_at, case when w.expiry <> 'unknown' then ${source} end, w.last_used_at, case when w.last_used_at is not null then ${source} end, w.disabled_at,
        w.rotated_at, case when w.rotated_at is not null then ${source} end, w.scopes_used, case when w.scopes_used is not null then ${source} end, w.third_party, w.parent_key,
        w.family_count, w.family_longest, true, ${now}, ${now}, w.facts_hash
      from written w where w.known_id is null
    ), changes as (${tokenChanges(Prisma.sql`written`, { at: now, source: `import:${run.id}` })}
    ), altered as (
      update token t set class = w.class, name = w.name, hint = w.hint, scopes = w.scopes, reach = w.reach, environment = w.environment,
        creator_account_id = w.creator_account_id, creator_from = case when w.creator_account_id is not null then ${source} end,
        issued_at = w.issued_at, issued_from = case when w.issued_at is not null then ${source} end,
        expiry = w.expiry, expires_at = w.expires_at, expires_from = case when w.expiry <> 'unknown' then ${source} end,
        last_used_at = w.last_used_at, last_used_from = case when w.last_used_at is not null then ${source} end,
        disabled_at = case when w.disabled_at = ${now} then coalesce(t.disabled_at, w.disabled_at) else w.disabled_at end,
        rotated_at = w.rotated_at, rotated_from = case when w.rotated_at is not null then ${source} end,
        scopes_used = w.scopes_used, scopes_used_from = case when w.scopes_used is not null then ${source} end, third_party = w.third_party, parent_key = w.parent_key,
        family_count = w.family_count, family_longest = w.family_longest, last_seen_at = ${now}, missing_since = null, facts_hash = w.facts_hash
      from written w where w.known_id is not null and t.id = w.known_id
    ), gone as (
      delete from token_fingerprint f using written w
      where w.known_id is not null and f.token_id = w.known_id and (f.kind, f.value) not in (select g.kind, g.value from (values ${fingerprints}) as g (kind, value, pepper) where g.value is not null)
    ), printed as (
      insert into token_fingerprint (token_id, kind, value, pepper_version)
      select id, 'hmac_sha256'::fingerprint_kind, hmac, pepper from written where known_id is null and hmac is not null
      union all select id, 'sha256', sha256, 0 from written where known_id is null and sha256 is not null
      union all select id, 'key_id', key_id, 0 from written where known_id is null and key_id is not null
    ), printed_again as (
      insert into token_fingerprint (token_id, kind, value, pepper_version)
      select w.known_id, g.kind, g.value, g.pepper from written w cross join lateral (values ${fingerprints}) as g (kind, value, pepper)
      where w.known_id is not null and g.value is not null
      on conflict do nothing
    ), owned as (${ownerships(run, now, Prisma.sql`written`)}
    ), linked as (${workloads(run, now, Prisma.sql`written`)}
    ), later as (insert into reevaluation (token_id) select coalesce(known_id, id) from written)
    select (select count(*) from ${stage}) as rows, count(*) filter (where known_id is null) as created, count(*) filter (where known_id is not null) as changed from written`;
  const [rows, created, changed] = [Number(counts?.rows), Number(counts?.created), Number(counts?.changed)];
  return { created, changed, unchanged: rows - created - changed };
}

const fingerprints = Prisma.sql`('hmac_sha256'::fingerprint_kind, w.hmac, w.pepper), ('sha256', w.sha256, 0), ('key_id', w.key_id, 0)`;

/** Owners as the listing names them. What a person said since is not overruled: only what an import said before. A purpose alone confirms nobody. */
export const ownerships = (run: ImportRun, now: Date, rows: Prisma.Sql): Prisma.Sql => Prisma.sql`
  insert into ownership (token_id, person_id, backup_person_id, state, purpose, purpose_by, purpose_at, evidence, set_by, set_at)
  select coalesce(w.known_id, w.id), w.owner_id, w.backup_id, (case when w.owner_id is null then 'suggested' else 'confirmed' end)::ownership_state,
    w.purpose, case when w.purpose is not null then ${run.startedBy} end, case when w.purpose is not null then ${now}::timestamptz end,
    jsonb_build_object('source', ${run.source}::text, 'import', ${run.id}::text), ${run.startedBy}, ${now}
  from ${rows} w where w.owner_id is not null or w.purpose is not null
  on conflict (token_id) do update set person_id = excluded.person_id, backup_person_id = excluded.backup_person_id, state = excluded.state, purpose = excluded.purpose,
    purpose_by = excluded.purpose_by, purpose_at = excluded.purpose_at, evidence = excluded.evidence, set_by = excluded.set_by, set_at = excluded.set_at
  where ownership.evidence ? 'import' and (ownership.person_id, ownership.backup_person_id, ownership.purpose) is distinct from (excluded.person_id, excluded.backup_person_id, excluded.purpose)`;

export const workloads = (run: ImportRun, now: Date, rows: Prisma.Sql): Prisma.Sql => Prisma.sql`
  insert into token_workload (token_id, workload_id, basis, evidence, set_by, set_at)
  select coalesce(w.known_id, w.id), w.workload_id, 'imported', jsonb_build_object('source', ${run.source}::text, 'import', ${run.id}::text), ${run.startedBy}, ${now}
  from ${rows} w where w.workload_id is not null
  on conflict do nothing`;
