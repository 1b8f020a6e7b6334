-- A person who appears, or whose name or address changes, may be the one behind an account that nobody was linked to.
ALTER TABLE "reevaluation" ADD COLUMN "person_id" UUID;

create function reevaluate_persons() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  insert into reevaluation (person_id) select id from changed;
  return null;
end
$$;
create function reevaluate_person() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  insert into reevaluation (person_id) values (new.id);
  return null;
end
$$;
revoke all on function reevaluate_persons(), reevaluate_person() from public;
create trigger reevaluate_inserted after insert on person referencing new table as changed for each statement execute function reevaluate_persons();
create trigger reevaluate_updated after update on person for each row
  when (new.email is distinct from old.email or new.user_name is distinct from old.user_name or new.record ->> 'externalId' is distinct from old.record ->> 'externalId')
  execute function reevaluate_person();
