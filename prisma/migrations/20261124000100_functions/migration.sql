-- Functions, triggers and views: what Prisma's schema language cannot say.

-- The product role behind the connection: countersign_web → web. Other users (tests, operators) show under their own name.
create function database_role() returns text language sql stable as
$$ select regexp_replace(session_user, '^countersign_', '') $$;

-- The one way into the audit log. It runs as the owner, stamps who is connected and when, and takes nothing else on trust.
create function audit_append(actor text, action text, subject_type text, subject_id text, detail jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, public as
$$
declare
  entry bigint;
begin
  if actor is null or actor = '' or action is null or action = '' then
    raise exception 'audit_append: actor and action are required' using errcode = '22004';
  end if;
  insert into audit_entry (at, db_role, actor, action, subject_type, subject_id, detail)
  values (clock_timestamp(), regexp_replace(session_user, '^countersign_', ''), actor, action, subject_type, subject_id, coalesce(detail, '{}'::jsonb))
  returning id into entry;
  perform pg_notify('audit', entry::text);
  return entry;
end
$$;

-- Insert-only tables: nobody changes or removes a row, the owner included, short of dropping the trigger.
create function refuse_change() returns trigger language plpgsql as
$$
begin
  raise exception '% is insert-only: % is refused', tg_table_name, tg_op using errcode = '42501';
end
$$;

do $$
declare
  t text;
begin
  foreach t in array array['audit_entry', 'audit_leaf', 'request', 'request_target', 'withdrawal', 'approval', 'denial', 'stop',
                           'trust_statement', 'trust_signature', 'enrolment', 'first_sight', 'latch', 'account_link_decision', 'connection_removal']
  loop
    execute format('create trigger insert_only before update or delete on %I for each row execute function refuse_change()', t);
    execute format('create trigger insert_only_truncate before truncate on %I for each statement execute function refuse_change()', t);
  end loop;
end
$$;

-- A process writes its own status only.
create function own_process_only() returns trigger language plpgsql as
$$
begin
  if session_user like 'countersign\_%' and new.process <> database_role() then
    raise exception 'process_status: % may not write the row of %', database_role(), new.process using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger own_process_only before insert or update on process_status for each row execute function own_process_only();

-- Web triages findings; only collector and executor close one as proven, and web reopens none that is.
create function guard_finding_status() returns trigger language plpgsql as
$$
begin
  if database_role() = 'web' and (new.status in ('closed_proven', 'regressed') or old.status = 'closed_proven') and new.status is distinct from old.status then
    raise exception 'finding: web may not move % to %', old.status, new.status using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger guard_finding_status before update on finding for each row execute function guard_finding_status();

-- An invite or a ticket is used once; a session ends once. Nothing else about them changes.
create function only_once() returns trigger language plpgsql as
$$
begin
  if (to_jsonb(old) ->> tg_argv[0]) is not null then
    raise exception '%: already %', tg_table_name, tg_argv[0] using errcode = '23514';
  end if;
  return new;
end
$$;
create trigger once before update on invite for each row execute function only_once('used_at');
create trigger once before update on signer_ticket for each row execute function only_once('used_at');
create trigger once before update on session for each row execute function only_once('ended_at');

-- Ends of an execution are ends.
create function execution_ends() returns trigger language plpgsql as
$$
begin
  if old.status in ('proven', 'irrevocable', 'refused', 'stopped') and new.status is distinct from old.status then
    raise exception 'execution %: % is an end', old.id, old.status using errcode = '23514';
  end if;
  if new.fence < old.fence then
    raise exception 'execution %: fence % is older than %', old.id, new.fence, old.fence using errcode = '23514';
  end if;
  return new;
end
$$;
create trigger execution_ends before update on execution for each row execute function execution_ends();

-- Where a request stands. Written by nobody: derived from what each writer recorded.
create view request_status as
select r.id as request_id,
       case
         when o.status is not null then o.status::text
         when exists (select from stop s where s.request_id = r.id) then 'stopped'
         when exists (select from denial d where d.request_id = r.id) then 'denied'
         when exists (select from withdrawal w where w.request_id = r.id) then 'withdrawn'
         when r.expires_at <= now() then 'expired'
         else 'pending'
       end as status
from request r
left join request_outcome o on o.request_id = r.id;

-- The link between an account and a person that counts: a person's newest decision before the collector's.
create view account_person as
select a.id as account_id, coalesce(confirmed.person_id, case when rejected.person_id is null then l.person_id end) as person_id,
       case when confirmed.person_id is not null then 'decided' when l.person_id is not null and rejected.person_id is null then 'found' else 'none' end as basis
from account a
left join account_link l on l.account_id = a.id
left join lateral (
  select d.person_id from (select distinct on (person_id) * from account_link_decision where account_id = a.id order by person_id, decided_at desc, id desc) d
  where d.decision = 'confirmed' order by d.decided_at desc, d.id desc limit 1
) confirmed on true
left join lateral (
  select d.person_id from (select distinct on (person_id) * from account_link_decision where account_id = a.id order by person_id, decided_at desc, id desc) d
  where d.decision = 'rejected' and d.person_id = l.person_id limit 1
) rejected on true;

-- State of a token, in the precedence of the design: dead > irrevocable > disabled > revoking > unproven > expired > missing > active.
create view token_state as
select t.id as token_id,
       case
         when x.dead then 'dead'
         when x.irrevocable then 'irrevocable'
         when t.disabled_at is not null or x.disabled then 'disabled'
         when x.living then 'revoking'
         when x.unproven then 'unproven'
         when t.expiry = 'at' and t.expires_at <= now() then 'expired'
         when t.missing_since is not null then 'missing'
         else 'active'
       end as state
from token t
left join lateral (
  select bool_or(e.status = 'proven' and e.effect = 'dead') as dead,
         bool_or(e.status = 'irrevocable') as irrevocable,
         bool_or(e.status = 'proven' and e.effect = 'disabled') as disabled,
         bool_or(e.status = 'proving' and e.unproven_since is not null) as unproven,
         bool_or(e.status in ('queued', 'checking_authority', 'acting') or (e.status = 'proving' and e.unproven_since is null)) as living
  from execution e where e.token_id = t.id
) x on true;
