-- What the rules said of each token when it was last judged, one number a rule: a sweep compares these and touches nothing that says the same.
-- CreateTable
CREATE TABLE "judgement" (
    "token_id" UUID NOT NULL,
    "verdicts" INTEGER[],
    "due_at" TIMESTAMPTZ(3),

    CONSTRAINT "judgement_pkey" PRIMARY KEY ("token_id")
);

-- CreateIndex
CREATE INDEX "judgement_due_at_idx" ON "judgement"("due_at");

-- AddForeignKey
ALTER TABLE "judgement" ADD CONSTRAINT "judgement_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AlterTable
ALTER TABLE "reevaluation" ADD COLUMN "everything" BOOLEAN NOT NULL DEFAULT false;

-- A policy concerns whole classes: the collector compares everything once, instead of a list of a million tokens written by web.
create function reevaluate_everything() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
begin
  insert into reevaluation (everything) values (true);
  return null;
end
$$;
revoke all on function reevaluate_everything() from public;
create trigger reevaluate after insert or update on ttl_policy for each statement execute function reevaluate_everything();

-- What people change of a workload concerns the tokens that it uses; so does where it calls.
create trigger reevaluate_updated after update on token_workload referencing new table as changed for each statement execute function reevaluate_tokens();
create function reevaluate_workloads() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
begin
  insert into reevaluation (token_id)
  select distinct tw.token_id from changed c join workload w on w.id = c.id or w.merged_into = c.id join token_workload tw on tw.workload_id = w.id;
  return null;
end
$$;
create function reevaluate_destinations() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
begin
  insert into reevaluation (token_id) select distinct tw.token_id from changed c join token_workload tw on tw.workload_id = c.workload_id;
  return null;
end
$$;
-- An approved narrowing answers a grant that grew.
create function reevaluate_approved() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
begin
  insert into reevaluation (token_id)
  select rt.token_id from request_target rt join request r on r.id = rt.request_id where r.id = new.request_id and r.effect = 'narrowed';
  return null;
end
$$;
revoke all on function reevaluate_workloads(), reevaluate_destinations(), reevaluate_approved() from public;
create trigger reevaluate_updated after update on workload referencing new table as changed for each statement execute function reevaluate_workloads();
create trigger reevaluate_inserted after insert on workload_destination referencing new table as changed for each statement execute function reevaluate_destinations();
create trigger reevaluate_updated after update on workload_destination referencing new table as changed for each statement execute function reevaluate_destinations();
create trigger reevaluate_deleted after delete on workload_destination referencing old table as changed for each statement execute function reevaluate_destinations();
create trigger reevaluate after insert or update of status on request_outcome for each row when (new.status = 'approved') execute function reevaluate_approved();

-- The deviations from a policy, by policy: each number on the Policies page opens its rows.
create index finding_policy_idx on finding ((evidence -> 'policy' ->> 'id'), rule, id)
  where evidence -> 'policy' ->> 'id' is not null and status in ('open', 'in_review', 'remediating', 'regressed');
