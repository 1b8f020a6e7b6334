-- What a statement changed is what stands among its new rows and not among its old ones: a difference of sets, which no plan makes quadratic. Joining the
-- two by id was: a trigger's plan is kept as long as the session, and may have been made for a single row, or where an import had turned off the joins of
-- whole tables. 40,000 tokens that were joined to their twins took minutes. An exposure that moves to another token tells both; a finding or an execution the one that it moves to.
create or replace function touch_updated_tokens() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(d.id) from (
    select id, name, hint, class, environment, handle, creator_account_id, issued_at, expiry, expires_at, last_used_at, disabled_at, imported, first_seen_at, missing_since, merged_into, connection_id from changed
    except
    select id, name, hint, class, environment, handle, creator_account_id, issued_at, expiry, expires_at, last_used_at, disabled_at, imported, first_seen_at, missing_since, merged_into, connection_id from former
  ) d));
  return null;
end
$$;

create or replace function touch_updated_findings() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(distinct d.token_id) from (
    select id, token_id, status, severity from changed except select id, token_id, status, severity from former
  ) d where d.token_id is not null));
  return null;
end
$$;

create or replace function touch_updated_executions() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(distinct d.token_id) from (
    select id, token_id, status, effect, unproven_since is null from changed except select id, token_id, status, effect, unproven_since is null from former
  ) d));
  return null;
end
$$;

create or replace function touch_updated_exposures() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(distinct d.token_id) from (
    (select id, token_id, status, validity, mark from changed except select id, token_id, status, validity, mark from former)
    union all
    (select id, token_id, status, validity, mark from former except select id, token_id, status, validity, mark from changed)
  ) d where d.token_id is not null));
  return null;
end
$$;

create or replace function reevaluate_changed_exposures() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
begin
  insert into reevaluation (token_id)
  select distinct d.token_id from (
    (select id, token_id, status, validity, mark, first_visible_at from changed except select id, token_id, status, validity, mark, first_visible_at from former)
    union all
    (select id, token_id, status, validity, mark, first_visible_at from former except select id, token_id, status, validity, mark, first_visible_at from changed)
  ) d where d.token_id is not null;
  return null;
end
$$;

-- Whom it concerns is looked up by index, for each that changed.
create or replace function touch_of_persons() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(distinct w.token_id)
    from (select id, display_name, status from changed except select id, display_name, status from former) d
    cross join lateral (select token_id from ownership where person_id = d.id union all select token_id from ownership where backup_person_id = d.id) w));
  return null;
end
$$;

create or replace function touch_of_workloads() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(distinct w.token_id)
    from (select id, name, kind from changed except select id, name, kind from former) d
    cross join lateral (select token_id from token_workload where workload_id = d.id offset 0) w));
  return null;
end
$$;
