-- The inventory: workloads, who may own what, what owners answered, what changed of a token, policies, views, imports, the product's own API tokens.
-- CreateEnum
CREATE TYPE "workload_kind" AS ENUM ('service', 'pipeline', 'cron_job', 'saas_integration', 'appliance', 'agent', 'unknown');

-- CreateEnum
CREATE TYPE "basis" AS ENUM ('declared', 'observed', 'imported', 'suggested');

-- CreateEnum
CREATE TYPE "suggestion_kind" AS ENUM ('creator', 'workload_people', 'codeowners', 'service_catalogue', 'naming', 'last_human', 'manager', 'import', 'succession');

-- CreateEnum
CREATE TYPE "suggestion_status" AS ENUM ('open', 'accepted', 'rejected', 'superseded');

-- CreateEnum
CREATE TYPE "transfer_status" AS ENUM ('proposed', 'accepted', 'declined', 'withdrawn', 'lapsed');

-- CreateEnum
CREATE TYPE "transfer_kind" AS ENUM ('transfer', 'succession');

-- CreateEnum
CREATE TYPE "attestation_answer" AS ENUM ('mine', 'transfer', 'not_mine', 'no_longer_needed');

-- CreateEnum
CREATE TYPE "import_kind" AS ENUM ('tokens', 'people', 'teams', 'workloads', 'owners', 'catalogue');

-- CreateEnum
CREATE TYPE "token_field" AS ENUM ('scopes', 'reach', 'expiry', 'environment', 'name', 'class', 'creator', 'disabled');

-- AlterTable
ALTER TABLE "ownership" ADD COLUMN     "purpose_at" TIMESTAMPTZ(3),
ADD COLUMN     "purpose_by" TEXT,
ADD COLUMN     "team_id" UUID,
ALTER COLUMN "person_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "token" ADD COLUMN     "family_count" BIGINT,
ADD COLUMN     "family_longest" BIGINT,
ADD COLUMN     "merged_into" UUID,
ADD COLUMN     "parent_key" TEXT,
ADD COLUMN     "rotated_at" TIMESTAMPTZ(3),
ADD COLUMN     "rotated_from" TEXT,
ADD COLUMN     "scopes_used" TEXT[],
ADD COLUMN     "scopes_used_from" TEXT,
ADD COLUMN     "third_party" TEXT;

-- CreateTable
CREATE TABLE "owner_suggestion" (
    "id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" "suggestion_kind" NOT NULL,
    "confidence" INTEGER NOT NULL,
    "evidence" JSONB NOT NULL,
    "pattern" TEXT,
    "status" "suggestion_status" NOT NULL,
    "suggested_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "owner_suggestion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "owner_transfer" (
    "id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "kind" "transfer_kind" NOT NULL,
    "from_person_id" UUID,
    "to_person_id" UUID NOT NULL,
    "status" "transfer_status" NOT NULL,
    "reason" TEXT NOT NULL,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decided_reason" TEXT,

    CONSTRAINT "owner_transfer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attestation" (
    "id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "answer" "attestation_answer" NOT NULL,
    "purpose" TEXT,
    "workload_id" UUID,
    "expiry_reviewed" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "transfer_id" UUID,
    "request_id" UUID,
    "evidence" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attestation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token_change" (
    "id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "field" "token_field" NOT NULL,
    "was" JSONB NOT NULL,
    "is" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "token_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workload" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "workload_kind" NOT NULL,
    "environment" TEXT,
    "description" TEXT,
    "spiffe_id" TEXT,
    "oidc_issuer" TEXT,
    "oidc_subject" TEXT,
    "owner_id" UUID,
    "backup_id" UUID,
    "team_id" UUID,
    "source" TEXT NOT NULL,
    "external_id" TEXT,
    "legacy_reason" TEXT,
    "legacy_until" TIMESTAMPTZ(3),
    "merged_into" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token_workload" (
    "token_id" UUID NOT NULL,
    "workload_id" UUID NOT NULL,
    "basis" "basis" NOT NULL,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "token_workload_pkey" PRIMARY KEY ("token_id","workload_id")
);

-- CreateTable
CREATE TABLE "workload_destination" (
    "id" UUID NOT NULL,
    "workload_id" UUID NOT NULL,
    "destination" TEXT NOT NULL,
    "token_id" UUID,
    "basis" "basis" NOT NULL,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workload_destination_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ttl_policy" (
    "id" UUID NOT NULL,
    "class" "token_class",
    "environment" TEXT,
    "longest_days" INTEGER,
    "rotate_days" INTEGER,
    "unused_days" INTEGER,
    "attest_days" INTEGER,
    "rationale" TEXT NOT NULL,
    "control" TEXT NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "ttl_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_run" (
    "id" UUID NOT NULL,
    "kind" "import_kind" NOT NULL,
    "source" TEXT NOT NULL,
    "connection_id" UUID,
    "file_name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "mapping" JSONB NOT NULL DEFAULT '{}',
    "status" "sync_status" NOT NULL,
    "read" BIGINT NOT NULL DEFAULT 0,
    "created" BIGINT NOT NULL DEFAULT 0,
    "changed" BIGINT NOT NULL DEFAULT 0,
    "unchanged" BIGINT NOT NULL DEFAULT 0,
    "rejected" BIGINT NOT NULL DEFAULT 0,
    "bytes_read" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT,
    "rows_digest" TEXT,
    "error" TEXT,
    "started_by" TEXT NOT NULL,
    "cancelled_by" TEXT,
    "claimed_by" TEXT,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "heartbeat_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_reject" (
    "import_run_id" UUID NOT NULL,
    "row" BIGINT NOT NULL,
    "field" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "import_reject_pkey" PRIMARY KEY ("import_run_id","row","field")
);

-- CreateTable
CREATE TABLE "import_mapping" (
    "kind" "import_kind" NOT NULL,
    "header" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_mapping_pkey" PRIMARY KEY ("kind","header")
);

-- CreateTable
CREATE TABLE "import_ticket" (
    "ticket_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_ticket_pkey" PRIMARY KEY ("ticket_hash")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posture_snapshot" (
    "day" DATE NOT NULL,
    "metric" TEXT NOT NULL,
    "dimension" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "n" BIGINT NOT NULL,

    CONSTRAINT "posture_snapshot_pkey" PRIMARY KEY ("day","metric","dimension","value")
);

-- CreateIndex
CREATE INDEX "owner_suggestion_person_id_status_idx" ON "owner_suggestion"("person_id", "status");

-- CreateIndex
CREATE INDEX "owner_suggestion_kind_pattern_idx" ON "owner_suggestion"("kind", "pattern");

-- CreateIndex
CREATE UNIQUE INDEX "owner_suggestion_token_id_person_id_kind_key" ON "owner_suggestion"("token_id", "person_id", "kind");

-- CreateIndex
CREATE INDEX "owner_transfer_token_id_status_idx" ON "owner_transfer"("token_id", "status");

-- CreateIndex
CREATE INDEX "owner_transfer_to_person_id_status_idx" ON "owner_transfer"("to_person_id", "status");

-- CreateIndex
CREATE INDEX "owner_transfer_from_person_id_status_idx" ON "owner_transfer"("from_person_id", "status");

-- CreateIndex
CREATE INDEX "attestation_token_id_at_idx" ON "attestation"("token_id", "at");

-- CreateIndex
CREATE INDEX "attestation_person_id_at_idx" ON "attestation"("person_id", "at");

-- CreateIndex
CREATE INDEX "token_change_token_id_field_at_idx" ON "token_change"("token_id", "field", "at");

-- CreateIndex
CREATE INDEX "workload_owner_id_idx" ON "workload"("owner_id");

-- CreateIndex
CREATE INDEX "workload_team_id_idx" ON "workload"("team_id");

-- CreateIndex
CREATE INDEX "workload_name_id_idx" ON "workload"("name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "workload_source_external_id_key" ON "workload"("source", "external_id");

-- CreateIndex
CREATE INDEX "token_workload_workload_id_idx" ON "token_workload"("workload_id");

-- CreateIndex
CREATE INDEX "workload_destination_workload_id_idx" ON "workload_destination"("workload_id");

-- CreateIndex
CREATE INDEX "workload_destination_token_id_idx" ON "workload_destination"("token_id");

-- CreateIndex
CREATE INDEX "saved_view_list_shared_idx" ON "saved_view"("list", "shared");

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_person_id_list_name_key" ON "saved_view"("person_id", "list", "name");

-- CreateIndex
CREATE INDEX "import_run_queued_at_id_idx" ON "import_run"("queued_at", "id");

-- CreateIndex
CREATE INDEX "import_run_status_idx" ON "import_run"("status");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "api_token_person_id_idx" ON "api_token"("person_id");

-- CreateIndex
CREATE INDEX "ownership_backup_person_id_idx" ON "ownership"("backup_person_id");

-- CreateIndex
CREATE INDEX "ownership_team_id_idx" ON "ownership"("team_id");

-- CreateIndex
CREATE INDEX "token_merged_into_idx" ON "token"("merged_into");

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_merged_into_fkey" FOREIGN KEY ("merged_into") REFERENCES "token"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "ownership" ADD CONSTRAINT "ownership_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "owner_suggestion" ADD CONSTRAINT "owner_suggestion_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "owner_suggestion" ADD CONSTRAINT "owner_suggestion_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "owner_transfer" ADD CONSTRAINT "owner_transfer_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "owner_transfer" ADD CONSTRAINT "owner_transfer_from_person_id_fkey" FOREIGN KEY ("from_person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "owner_transfer" ADD CONSTRAINT "owner_transfer_to_person_id_fkey" FOREIGN KEY ("to_person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "attestation" ADD CONSTRAINT "attestation_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "attestation" ADD CONSTRAINT "attestation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "token_change" ADD CONSTRAINT "token_change_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "workload" ADD CONSTRAINT "workload_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "workload" ADD CONSTRAINT "workload_backup_id_fkey" FOREIGN KEY ("backup_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "workload" ADD CONSTRAINT "workload_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "workload" ADD CONSTRAINT "workload_merged_into_fkey" FOREIGN KEY ("merged_into") REFERENCES "workload"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "token_workload" ADD CONSTRAINT "token_workload_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "token_workload" ADD CONSTRAINT "token_workload_workload_id_fkey" FOREIGN KEY ("workload_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "workload_destination" ADD CONSTRAINT "workload_destination_workload_id_fkey" FOREIGN KEY ("workload_id") REFERENCES "workload"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "workload_destination" ADD CONSTRAINT "workload_destination_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "import_run" ADD CONSTRAINT "import_run_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "import_reject" ADD CONSTRAINT "import_reject_import_run_id_fkey" FOREIGN KEY ("import_run_id") REFERENCES "import_run"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "import_ticket" ADD CONSTRAINT "import_ticket_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "import_ticket" ADD CONSTRAINT "import_ticket_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;



-- A team may be responsible, a person answers.
alter table ownership add constraint ownership_confirmed_by_a_person check (state = 'suggested' or person_id is not null);
alter table ownership add constraint ownership_of_somebody check (person_id is not null or team_id is not null or purpose is not null);
alter table owner_suggestion add constraint owner_suggestion_confidence check (confidence between 0 and 100);
alter table token add constraint token_merged_elsewhere check (merged_into <> id);
alter table workload add constraint workload_merged_elsewhere check (merged_into <> id);
alter table token_change add constraint token_change_is_one check (was <> "is");

-- One offer at a time for a token; one policy at a time for a class and environment.
create unique index owner_transfer_one_proposed on owner_transfer (token_id) where status = 'proposed';
create unique index ttl_policy_one_current on ttl_policy (class, environment) nulls not distinct where ended_at is null;

-- Insert-only, and once: as for their elders in the loop.
do $$
declare
  t text;
begin
  foreach t in array array['attestation', 'token_change']
  loop
    execute format('create trigger insert_only before update or delete on %I for each row execute function refuse_change()', t);
    execute format('create trigger insert_only_truncate before truncate on %I for each statement execute function refuse_change()', t);
  end loop;
end
$$;
create trigger once before update on import_ticket for each row execute function only_once('used_at');
create trigger once before update on ttl_policy for each row execute function only_once('ended_at');
create trigger once before update on api_token for each row when (new.revoked_at is distinct from old.revoked_at) execute function only_once('revoked_at');

-- What people say of workloads and answer for their tokens moves findings too.
create trigger reevaluate_inserted after insert on token_workload referencing new table as changed for each statement execute function reevaluate_tokens();
create trigger reevaluate_deleted after delete on token_workload referencing old table as changed for each statement execute function reevaluate_tokens();
create trigger reevaluate_inserted after insert on attestation referencing new table as changed for each statement execute function reevaluate_tokens();
