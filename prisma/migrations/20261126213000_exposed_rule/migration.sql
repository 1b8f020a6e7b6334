-- What a scan found, what was tried and what people settled of an exposure concerns the token that it is, and the one that it was thought to be.
-- A place that is merely seen again changes nothing.
create function reevaluate_exposed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
begin
  insert into reevaluation (token_id) select distinct token_id from changed where token_id is not null;
  return null;
end
$$;
create function reevaluate_changed_exposures() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
begin
  insert into reevaluation (token_id)
  select distinct i.id from changed n join former o on o.id = n.id cross join lateral (values (n.token_id), (o.token_id)) i (id)
  where i.id is not null and (n.token_id, n.status, n.validity, n.mark, n.first_visible_at) is distinct from (o.token_id, o.status, o.validity, o.mark, o.first_visible_at);
  return null;
end
$$;
create function reevaluate_occurrences() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
begin
  insert into reevaluation (token_id) select distinct e.token_id from changed c join exposure e on e.id = c.exposure_id where e.token_id is not null;
  return null;
end
$$;
revoke all on function reevaluate_exposed(), reevaluate_changed_exposures(), reevaluate_occurrences() from public;
create trigger reevaluate_inserted after insert on exposure referencing new table as changed for each statement execute function reevaluate_exposed();
create trigger reevaluate_updated after update on exposure referencing new table as changed old table as former for each statement execute function reevaluate_changed_exposures();
create trigger reevaluate_inserted after insert on occurrence referencing new table as changed for each statement execute function reevaluate_occurrences();
