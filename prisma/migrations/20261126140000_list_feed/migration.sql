-- What the lists in memory follow: which tokens a transaction touched, one row a statement. A reader knows by PostgreSQL's own snapshots what it
-- has not seen yet, so that a transaction which commits late is not missed. Insert-only, without a unique key: two writers never wait for each other.
CREATE TABLE "token_touch" (
    "id" BIGSERIAL NOT NULL,
    "xid" BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    "oldest" BIGINT NOT NULL DEFAULT (pg_snapshot_xmin(pg_current_snapshot())::text::bigint),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "tokens" INTEGER NOT NULL,
    "token_ids" UUID[],

    CONSTRAINT "token_touch_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "token_touch_xid_idx" ON "token_touch"("xid");
CREATE INDEX "token_touch_at_idx" ON "token_touch"("at");
-- Ids don't compress; trying costs time.
alter table token_touch alter column token_ids set storage external;

create function touch_tokens(ids uuid[]) returns void language sql security definer set search_path = pg_catalog, public as
$$ insert into token_touch (tokens, token_ids) select cardinality(ids), ids where cardinality(ids) > 0 $$;

-- For tables whose rows name a token.
create function touch_named() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(distinct c.token_id) from changed c where c.token_id is not null));
  return null;
end
$$;

create function touch_inserted_tokens() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(c.id) from changed c));
  return null;
end
$$;

-- Seeing a token again changes nothing that a list shows.
create function touch_updated_tokens() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(n.id) from changed n join former o on o.id = n.id
    where (n.name, n.hint, n.class, n.environment, n.handle, n.creator_account_id, n.issued_at, n.expiry, n.expires_at, n.last_used_at, n.disabled_at, n.imported, n.first_seen_at, n.missing_since, n.merged_into, n.connection_id)
      is distinct from (o.name, o.hint, o.class, o.environment, o.handle, o.creator_account_id, o.issued_at, o.expiry, o.expires_at, o.last_used_at, o.disabled_at, o.imported, o.first_seen_at, o.missing_since, o.merged_into, o.connection_id)));
  return null;
end
$$;

create function touch_updated_findings() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(distinct n.token_id) from changed n join former o on o.id = n.id
    where n.token_id is not null and (n.status, n.severity) is distinct from (o.status, o.severity)));
  return null;
end
$$;

create function touch_updated_executions() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(distinct n.token_id) from changed n join former o on o.id = n.id
    where (n.status, n.effect, n.unproven_since is null) is distinct from (o.status, o.effect, o.unproven_since is null)));
  return null;
end
$$;

create function touch_of_persons() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(distinct w.token_id) from changed n join former o on o.id = n.id
    join ownership w on w.person_id = n.id or w.backup_person_id = n.id where (n.display_name, n.status) is distinct from (o.display_name, o.status)));
  return null;
end
$$;

create function touch_of_accounts() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(distinct t.id) from changed c join token t on t.creator_account_id = c.account_id));
  return null;
end
$$;

create function touch_of_workloads() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  perform touch_tokens((select array_agg(distinct tw.token_id) from changed n join former o on o.id = n.id join token_workload tw on tw.workload_id = n.id
    where (n.name, n.kind) is distinct from (o.name, o.kind)));
  return null;
end
$$;

-- A policy says how often owners answer, for any number of tokens: the list is read anew.
create function touch_everything() returns trigger language plpgsql security definer set search_path = pg_catalog, public as
$$
begin
  insert into token_touch (tokens, token_ids) values (0, null);
  return null;
end
$$;
revoke all on function touch_tokens(uuid[]), touch_named(), touch_inserted_tokens(), touch_updated_tokens(), touch_updated_findings(), touch_updated_executions(),
  touch_of_persons(), touch_of_accounts(), touch_of_workloads(), touch_everything() from public;

create trigger touch_inserted after insert on token referencing new table as changed for each statement execute function touch_inserted_tokens();
create trigger touch_updated after update on token referencing new table as changed old table as former for each statement execute function touch_updated_tokens();
create trigger touch_deleted after delete on token referencing old table as changed for each statement execute function touch_inserted_tokens();
do $$
declare
  t text;
begin
  foreach t in array array['ownership', 'token_workload', 'finding', 'execution', 'attestation']
  loop
    execute format('create trigger touch_inserted after insert on %I referencing new table as changed for each statement execute function touch_named()', t);
    execute format('create trigger touch_deleted after delete on %I referencing old table as changed for each statement execute function touch_named()', t);
  end loop;
  foreach t in array array['ownership', 'token_workload']
  loop
    execute format('create trigger touch_updated after update on %I referencing new table as changed for each statement execute function touch_named()', t);
  end loop;
  foreach t in array array['account_link', 'account_link_decision']
  loop
    execute format('create trigger touch_inserted after insert on %I referencing new table as changed for each statement execute function touch_of_accounts()', t);
  end loop;
end
$$;
create trigger touch_updated after update on finding referencing new table as changed old table as former for each statement execute function touch_updated_findings();
create trigger touch_updated after update on execution referencing new table as changed old table as former for each statement execute function touch_updated_executions();
create trigger touch_updated after update on person referencing new table as changed old table as former for each statement execute function touch_of_persons();
create trigger touch_updated after update on workload referencing new table as changed old table as former for each statement execute function touch_of_workloads();
create trigger touch_updated after update on account_link referencing new table as changed for each statement execute function touch_of_accounts();
create trigger touch_deleted after delete on account_link referencing old table as changed for each statement execute function touch_of_accounts();
create trigger touch after insert or update on ttl_policy for each statement execute function touch_everything();

-- Searching and sorting the inventory happen in memory now.
drop index "token_name_trgm_idx", "token_hint_trgm_idx", "token_lower_name_id_idx", "token_class_idx", "token_environment_idx", "token_issued_at_id_idx",
  "token_last_used_at_id_idx", "token_first_seen_at_id_idx";

-- A set of tokens as somebody reviewed it, for one bulk action: what was true of each at that moment. Nobody changes it afterwards.
CREATE TABLE "token_selection" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "filters" JSONB NOT NULL,
    "items" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "token_selection_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "token_selection_created_at_idx" ON "token_selection"("created_at");
ALTER TABLE "token_selection" ADD CONSTRAINT "token_selection_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;
create trigger insert_only before update on token_selection for each row execute function refuse_change();
