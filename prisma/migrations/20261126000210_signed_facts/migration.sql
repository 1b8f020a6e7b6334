-- Connections whose signed statement the executor holds active and that still are what was signed: vendor, origin, certificate authority,
-- private addresses and settings (a directory's base and filter decide who seems to have left). Web can add a connection, a credential and a
-- run, but neither a signature nor a verdict about one, so this is what tells an administrator's directory from web's own.
-- The body is bound to its digest, and kind and subject to the body, by trust_statement_is_its_body.
create view signed_connection as
select c.id as connection_id
from connection c
where exists (
  select from trust_statement s join trust_state t on t.digest = s.digest
  where s.kind = 'connection' and s.subject = c.id::text and t.status = 'active'
    and s.body::jsonb @> jsonb_build_object('vendor', c.connector, 'origin', c.origin, 'ca', c.ca, 'allowPrivate', c.allow_private)
    and s.body::jsonb -> 'settings' = c.settings);

-- A signature changes what a connection's facts may do: its rules are looked at again, and it is read at once.
create function reevaluate_signed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
declare
  signed uuid;
begin
  if new.status is not distinct from (case when tg_op = 'UPDATE' then old.status end) then return null; end if;
  select c.id into signed from trust_statement s join connection c on c.id::text = s.subject where s.digest = new.digest and s.kind = 'connection';
  if signed is null then return null; end if;
  insert into reevaluation (account_id) select a.id from account a where a.connection_id = signed;
  insert into reevaluation (token_id) select t.id from token t where t.connection_id = signed;
  update connection_health h set next_sync_at = null where h.connection_id = signed and new.status = 'active';
  return null;
end
$$;
revoke all on function reevaluate_signed() from public;
create trigger reevaluate after insert or update of status on trust_state for each row execute function reevaluate_signed();
