-- Every token of a connection is to be looked at: one row, where a list of a million would be a tenth of its first load.
ALTER TABLE "reevaluation" ADD COLUMN     "connection_id" UUID;

-- The first listing of an empty inventory: rows first, indexes and keys after, in one transaction under the tables' own lock
-- (docs/decisions/0020-imports.md, 0034). What the lists follow is told once, instead of by a copy of every row.
create or replace function load_first_tokens(run uuid, at timestamptz) returns bigint language plpgsql security definer
set search_path = pg_catalog, public, pg_temp set maintenance_work_mem = '256MB' set work_mem = '64MB' set lock_timeout = '10s' as
$$
declare
  stage text := format('import_stage_%s_0', replace(run::text, '-', ''));
  listing record;
  made bigint;
  again text[];
  part record;
begin
  select r.connection_id, r.source into listing from import_run r where r.id = run and r.kind = 'tokens' and r.status = 'running';
  if not found then
    raise exception 'import % does not run', run using errcode = 'insufficient_privilege';
  end if;
  lock table token, token_fingerprint in access exclusive mode;
  if exists (select from token) then
    return null;
  end if;

  -- indexes, then keys, then foreign keys; the one that other tables' foreign keys lean on stays
  for part in
    select format('drop index %s', i.indexrelid::regclass) as away, pg_get_indexdef(i.indexrelid) as back, 1 as turn, i.indexrelid::regclass::text as name from pg_index i
    where i.indrelid in ('token'::regclass, 'token_fingerprint'::regclass) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
    union all
    select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname), format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)),
      case c.contype when 'f' then 3 else 2 end, c.conname from pg_constraint c
    where c.conrelid in ('token'::regclass, 'token_fingerprint'::regclass)
      and (c.contype = 'f' or (c.contype in ('p', 'u') and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = c.conindid)))
    order by turn, name
  loop
    execute part.away;
    again := again || part.back;
  end loop;
  alter table token disable trigger touch_inserted;

  execute format('insert into token (id, connection_id, class, handle_key, handle, name, hint, scopes, reach, environment, creator_account_id, creator_from, issued_at, issued_from,
      expiry, expires_at, expires_from, last_used_at, last_used_from, disabled_at, rotated_at, rotated_from, scopes_used, scopes_used_from, third_party, parent_key,
      family_count, family_longest, imported, first_seen_at, last_seen_at, facts_hash)
    select s.id, $1, s.class, s.handle_key, s.handle_key::jsonb, s.name, s.hint, s.scopes, s.reach, s.environment, s.creator_account_id, case when s.creator_account_id is not null then $2 end,
      s.issued_at, case when s.issued_at is not null then $2 end, s.expiry, s.expires_at, case when s.expiry <> ''unknown'' then $2 end, s.last_used_at,
      case when s.last_used_at is not null then $2 end, s.disabled_at, s.rotated_at, case when s.rotated_at is not null then $2 end, s.scopes_used,
      case when s.scopes_used is not null then $2 end, s.third_party, s.parent_key, s.family_count, s.family_longest, true, $3, $3, s.facts_hash
    from %I s', stage) using listing.connection_id, listing.source, at;
  get diagnostics made = row_count;
  execute format('select touch_tokens(array_agg(s.id)) from %I s', stage);
  execute format('insert into token_fingerprint (token_id, kind, value, pepper_version)
    select id, ''hmac_sha256''::fingerprint_kind, hmac, pepper from %1$I where hmac is not null
    union all select id, ''sha256'', sha256, 0 from %1$I where sha256 is not null
    union all select id, ''key_id'', key_id, 0 from %1$I where key_id is not null', stage);

  alter table token enable trigger touch_inserted;
  foreach stage in array again loop
    execute stage;
  end loop;
  return made;
end
$$;
