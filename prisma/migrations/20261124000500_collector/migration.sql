-- What the collector needs to read vendors again and again without losing its place, and to hear at once what people decided.

-- Which collector holds a run. A page is written only under the claim, so a collector that lost its run writes nothing more.
ALTER TABLE "sync_run" ADD COLUMN "claimed_by" TEXT;

-- One run waits and one runs per connection, however many collectors and people ask.
create unique index sync_run_one_queued on sync_run (connection_id) where status = 'queued';
create unique index sync_run_one_running on sync_run (connection_id) where status = 'running';

-- What a run has seen so far. Narrow rows beside the facts, so that an unchanged token is not rewritten to say "seen again".
CREATE TABLE "sync_seen" (
    "run_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" UUID NOT NULL,

    CONSTRAINT "sync_seen_pkey" PRIMARY KEY ("run_id","kind","subject")
);

-- Facts that other roles changed and that rules rest on. Filled by triggers, emptied by the collector, so nothing is lost while it is down.
CREATE TABLE "reevaluation" (
    "id" BIGSERIAL NOT NULL,
    "token_id" UUID,
    "account_id" UUID,

    CONSTRAINT "reevaluation_pkey" PRIMARY KEY ("id")
);

create function reevaluate_accounts() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  insert into reevaluation (account_id) select distinct account_id from changed;
  return null;
end
$$;
create function reevaluate_tokens() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  insert into reevaluation (token_id) select distinct token_id from changed;
  return null;
end
$$;
revoke all on function reevaluate_accounts(), reevaluate_tokens() from public;

create trigger reevaluate after insert on account_link_decision referencing new table as changed for each statement execute function reevaluate_accounts();
create trigger reevaluate_inserted after insert on ownership referencing new table as changed for each statement execute function reevaluate_tokens();
create trigger reevaluate_updated after update on ownership referencing new table as changed for each statement execute function reevaluate_tokens();
create trigger reevaluate_deleted after delete on ownership referencing old table as changed for each statement execute function reevaluate_tokens();

-- The end of an execution changes a token's state; whoever proved it closes what it closes, this is the second look.
create function reevaluate_executed() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  insert into reevaluation (token_id) values (new.token_id);
  return null;
end
$$;
revoke all on function reevaluate_executed() from public;
create trigger reevaluate after update of status on execution for each row
  when (new.status is distinct from old.status and new.status in ('proven', 'irrevocable')) execute function reevaluate_executed();

CREATE INDEX "account_link_decision_person_id_idx" ON "account_link_decision"("person_id");
-- Matching by user name, either way round.
create index account_user_name_lower on account (lower(user_name));
create index person_user_name_lower on person (lower(user_name));
create index person_email_lower on person (lower(email));
create index account_email_lower on account (lower(email));
-- From a finding that is still open to the tokens whose date has passed; from an open finding back to its subject.
create index finding_open_tokens on finding (token_id) where status in ('open', 'in_review', 'remediating', 'regressed', 'accepted');

-- The same answer as before (a person's newest decision before the collector's), written so that "the accounts of this person" is answered by an index.
create or replace view account_person as
select l.account_id, l.person_id, 'found'::text as basis
from account_link l
where not exists (select from account_link_decision d where d.account_id = l.account_id)
union all
select a.account_id, coalesce(confirmed.person_id, case when rejected.person_id is null then l.person_id end),
       case when confirmed.person_id is not null then 'decided' when l.person_id is not null and rejected.person_id is null then 'found' else 'none' end
from (select distinct account_id from account_link_decision) a
left join account_link l on l.account_id = a.account_id
left join lateral (
  select d.person_id from (select distinct on (person_id) * from account_link_decision where account_id = a.account_id order by person_id, decided_at desc, id desc) d
  where d.decision = 'confirmed' order by d.decided_at desc, d.id desc limit 1
) confirmed on true
left join lateral (
  select d.person_id from (select distinct on (person_id) * from account_link_decision where account_id = a.account_id order by person_id, decided_at desc, id desc) d
  where d.decision = 'rejected' and d.person_id = l.person_id limit 1
) rejected on true
union all
select a.id, null::uuid, 'none'::text
from account a
where not exists (select from account_link l where l.account_id = a.id) and not exists (select from account_link_decision d where d.account_id = a.id);
