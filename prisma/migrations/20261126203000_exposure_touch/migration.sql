-- What was seen exposed is a value of the list, which follows by touches.
create trigger touch_inserted after insert on exposure referencing new table as changed for each statement execute function touch_named();
create function touch_updated_exposures() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(distinct i.id) from changed n join former o on o.id = n.id cross join lateral (values (n.token_id), (o.token_id)) i (id)
    where i.id is not null and (n.token_id, n.status, n.validity, n.mark) is distinct from (o.token_id, o.status, o.validity, o.mark)));
  return null;
end
$$;
revoke all on function touch_updated_exposures() from public;
create trigger touch_updated after update on exposure referencing new table as changed old table as former for each statement execute function touch_updated_exposures();
