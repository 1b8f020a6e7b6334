-- That a found secret is none, said of its content: of the exposure, which is one a secret whatever its places and lines. It ends by itself.
create type suppression_status as enum ('proposed', 'active', 'declined', 'ended');

create table suppression (
  id uuid not null,
  exposure_id uuid not null,
  status suppression_status not null default 'proposed',
  reason text not null,
  expires_at timestamptz(3) not null,
  second_needed boolean not null default true,
  was finding_status not null,
  proposed_by uuid not null,
  proposed_at timestamptz(3) not null,
  decided_by uuid,
  decided_at timestamptz(3),
  decided_reason text,
  ended_by text,
  ended_at timestamptz(3),
  ended_because text,
  hits integer not null default 0,
  last_hit_at timestamptz(3),
  constraint suppression_pkey primary key (id),
  constraint suppression_two_people check (decided_by is distinct from proposed_by),
  constraint suppression_agreed check (status <> 'active' or not second_needed or decided_by is not null),
  constraint suppression_a_year check (expires_at > proposed_at and expires_at <= proposed_at + interval '366 days')
);
create unique index suppression_living on suppression (exposure_id) where status in ('proposed', 'active');
create index suppression_exposure_id_idx on suppression (exposure_id);
create index suppression_proposed_at_id_idx on suppression (proposed_at, id);
alter table suppression add constraint suppression_exposure_id_fkey foreign key (exposure_id) references exposure (id) on delete cascade on update restrict;
alter table suppression add constraint suppression_proposed_by_fkey foreign key (proposed_by) references person (id) on delete restrict on update restrict;
alter table suppression add constraint suppression_decided_by_fkey foreign key (decided_by) references person (id) on delete restrict on update restrict;

-- Whether a second person is needed follows from the facts, not from what web says; both must be security managers, and two.
create function guard_suppression() returns trigger language plpgsql as
$$
begin
  if database_role() <> 'web' then return new; end if;
  if tg_op = 'INSERT' then
    select coalesce(bool_or(e.validity = 'valid' or e.severity = 'critical'), true) into new.second_needed from exposure e where e.id = new.exposure_id;
    new.status := case when new.second_needed then 'proposed' else 'active' end;
    if new.decided_by is not null or new.decided_at is not null or new.ended_at is not null or new.hits <> 0 or new.last_hit_at is not null then
      raise exception 'suppression: web may not begin one that is decided' using errcode = '42501';
    end if;
    if not exists (select from active_role r where r.person_id = new.proposed_by and r.role = 'security_manager') then
      raise exception 'suppression: % is no security manager', new.proposed_by using errcode = '42501';
    end if;
    return new;
  end if;
  if old.status = 'proposed' and new.status in ('active', 'declined') then
    if new.decided_by is null or new.decided_by = old.proposed_by
       or not exists (select from active_role r where r.person_id = new.decided_by and r.role = 'security_manager') then
      raise exception 'suppression %: a second security manager decides', old.id using errcode = '42501';
    end if;
    return new;
  end if;
  if old.status in ('proposed', 'active') and new.status = 'ended' and (new.decided_by, new.decided_at) is not distinct from (old.decided_by, old.decided_at) then
    return new;
  end if;
  raise exception 'suppression %: web may not move it from % to %', old.id, old.status, new.status using errcode = '42501';
end
$$;
create trigger guard_suppression before insert or update on suppression for each row execute function guard_suppression();

-- Web closes as a false positive only what a suppression covers: for what works, or is critical, one that two people agreed on.
create function guard_false_positive() returns trigger language plpgsql as
$$
begin
  if database_role() = 'web' and new.status = 'closed_false_positive' and old.status <> 'closed_false_positive' and not exists (
    select from suppression s where s.exposure_id = new.id and s.status = 'active'
      and (s.decided_by is not null or not (new.validity = 'valid' or new.severity = 'critical'))) then
    raise exception 'exposure %: no suppression that is in force says that it is a false positive', new.id using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger guard_false_positive before update on exposure for each row execute function guard_false_positive();
