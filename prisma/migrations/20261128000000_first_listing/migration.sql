-- The first listing of an empty inventory waits as what it becomes: rows of the inventory's own tables, without indexes, keys and checks, which
-- hold when they are copied (docs/decisions/0058-the-first-file-waits-as-rows.md).
create or replace function close_import_stage(run uuid) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
declare
  stale text;
begin
  for stale in
    select c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname ~ '^import_stage_[0-9a-f]{32}_[0-3]$'
      and (c.relname like 'import\_stage\_' || replace(run::text, '-', '') || '\__'
        or not exists (select from import_run r where r.status = 'running' and c.relname like 'import\_stage\_' || replace(r.id::text, '-', '') || '\__'))
  loop
    execute format('drop table if exists %I', stale);
  end loop;
end
$$;

create function open_first_stage(run uuid) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
declare
  base text := format('import_stage_%s_', replace(run::text, '-', ''));
begin
  if not exists (select from import_run where id = run and kind = 'tokens' and status = 'running') then
    raise exception 'import % does not run', run using errcode = 'insufficient_privilege';
  end if;
  perform close_import_stage(run);
  execute format('create unlogged table public.%I as select id, facts_hash, class, handle_key, name, hint, scopes, reach, environment, creator_account_id, issued_at, expiry, expires_at, last_used_at,
      disabled_at, rotated_at, scopes_used, third_party, parent_key, family_count, family_longest, connection_id, handle, imported, first_seen_at, last_seen_at,
      creator_from, issued_from, expires_from, last_used_from, rotated_from, scopes_used_from from token with no data', base || '0');
  execute format('create unlogged table public.%I as select token_id, kind, value, pepper_version from token_fingerprint with no data', base || '1');
  execute format('create unlogged table public.%I as select token_id, set_by, set_at, evidence, person_id, backup_person_id, state, purpose, purpose_by, purpose_at from ownership with no data', base || '2');
  execute format('create unlogged table public.%I as select token_id, set_by, set_at, evidence, workload_id, basis from token_workload with no data', base || '3');
  for n in 0..3 loop
    execute format('grant select, insert, truncate on public.%I to countersign_collector', base || n);
  end loop;
end
$$;
revoke all on function open_first_stage(uuid) from public;

drop function load_first_tokens(uuid, timestamptz);
create function load_first_tokens(run uuid) returns bigint language plpgsql security definer
set search_path = pg_catalog, public, pg_temp set maintenance_work_mem = '256MB' set work_mem = '64MB' set lock_timeout = '10s' as
$$
declare
  base text := format('import_stage_%s_', replace(run::text, '-', ''));
  listing uuid;
  made bigint;
  again text[];
  back text;
  part record;
begin
  select r.connection_id into listing from import_run r where r.id = run and r.kind = 'tokens' and r.status = 'running';
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

  execute format('insert into token (id, facts_hash, class, handle_key, name, hint, scopes, reach, environment, creator_account_id, issued_at, expiry, expires_at, last_used_at, disabled_at,
      rotated_at, scopes_used, third_party, parent_key, family_count, family_longest, connection_id, handle, imported, first_seen_at, last_seen_at,
      creator_from, issued_from, expires_from, last_used_from, rotated_from, scopes_used_from)
    select id, facts_hash, class, handle_key, name, hint, scopes, reach, environment, creator_account_id, issued_at, expiry, expires_at, last_used_at, disabled_at,
      rotated_at, scopes_used, third_party, parent_key, family_count, family_longest, $1, handle, true, first_seen_at, last_seen_at,
      creator_from, issued_from, expires_from, last_used_from, rotated_from, scopes_used_from from %I', base || '0') using listing;
  get diagnostics made = row_count;
  execute format('select touch_tokens(array_agg(id)) from %I', base || '0');
  execute format('insert into token_fingerprint (token_id, kind, value, pepper_version) select token_id, kind, value, pepper_version from %I', base || '1');

  alter table token enable trigger touch_inserted;
  foreach back in array again loop
    execute back;
  end loop;
  return made;
end
$$;
revoke all on function load_first_tokens(uuid) from public;
