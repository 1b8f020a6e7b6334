-- Who may own what: how suggestions are found and learnt from, who looks again when a workload changes hands, and what the collector may take back.

-- A token new or changed is judged by the rules in the transaction that wrote it; who may own it is looked at right after, from the same list.
ALTER TABLE "reevaluation" ADD COLUMN "owners_only" BOOLEAN NOT NULL DEFAULT false;

-- Names as they stand inside a token's name: lower case, words joined by hyphens (lib/suggestions/name-key.ts writes the same expression).
create index person_name_key_idx on person (lower(regexp_replace(split_part(user_name, '@', 1), '[^a-zA-Z0-9]+', '-', 'g')));
create index team_name_key_idx on team (lower(regexp_replace(name, '[^a-zA-Z0-9]+', '-', 'g')));
create index workload_name_key_idx on workload (lower(regexp_replace(name, '[^a-zA-Z0-9]+', '-', 'g')));

-- What was learnt of a pattern, the open suggestions of a token by weight, offers by their end, suggested owners by weight.
create index owner_suggestion_learnt_idx on owner_suggestion (kind, pattern, status) where status in ('accepted', 'rejected');
create index owner_suggestion_open_idx on owner_suggestion (token_id, confidence desc) where status = 'open';
create index owner_transfer_ending_idx on owner_transfer (due_at) where status = 'proposed';
create index ownership_suggested_idx on ownership ((coalesce((evidence ->> 'confidence')::int, 0)) desc, token_id) where state = 'suggested' and person_id is not null;
create index ownership_no_backup_idx on ownership (token_id) where state = 'confirmed' and backup_person_id is null;

-- Whoever answers for a workload is suggested for its tokens.
create function reevaluate_workload() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
begin
  insert into reevaluation (token_id, owners_only) select token_id, true from token_workload where workload_id = new.id;
  return null;
end
$$;
revoke all on function reevaluate_workload() from public;
create trigger reevaluate after update on workload for each row
  when ((old.name, old.owner_id, old.backup_id, old.team_id, old.merged_into) is distinct from (new.name, new.owner_id, new.backup_id, new.team_id, new.merged_into))
  execute function reevaluate_workload();

-- The collector takes back what it suggested. An owner whom a person confirmed it neither removes nor replaces.
create function guard_ownership() returns trigger language plpgsql as
$$
begin
  if database_role() = 'collector' and old.state = 'confirmed' and old.set_by like 'person:%'
     and (tg_op = 'DELETE' or new.state <> 'confirmed' or new.person_id is distinct from old.person_id) then
    raise exception 'ownership of %: the collector may not move an owner whom a person confirmed', old.token_id using errcode = '42501';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
create trigger guard_ownership before update or delete on ownership for each row execute function guard_ownership();

-- An offer is answered once.
create function guard_transfer() returns trigger language plpgsql as
$$
begin
  if old.status <> 'proposed' and new.status is distinct from old.status then
    raise exception 'owner_transfer %: % is an end', old.id, old.status using errcode = '23514';
  end if;
  return new;
end
$$;
create trigger guard_transfer before update on owner_transfer for each row execute function guard_transfer();
