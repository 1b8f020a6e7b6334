-- CreateEnum
CREATE TYPE "person_status" AS ENUM ('active', 'suspended', 'departed');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('security_manager', 'token_owner', 'approver', 'auditor', 'administrator');

-- CreateEnum
CREATE TYPE "token_class" AS ENUM ('api_key', 'personal_access_token', 'oauth_grant', 'service_credential', 'ephemeral_secret', 'deploy_key', 'certificate');

-- CreateEnum
CREATE TYPE "account_kind" AS ENUM ('user', 'service', 'unknown');

-- CreateEnum
CREATE TYPE "account_status" AS ENUM ('enabled', 'disabled', 'unknown');

-- CreateEnum
CREATE TYPE "expiry_kind" AS ENUM ('at', 'never', 'unknown');

-- CreateEnum
CREATE TYPE "fingerprint_kind" AS ENUM ('hmac_sha256', 'sha256', 'key_id', 'prefix_last');

-- CreateEnum
CREATE TYPE "ownership_state" AS ENUM ('suggested', 'confirmed');

-- CreateEnum
CREATE TYPE "link_decision" AS ENUM ('confirmed', 'rejected');

-- CreateEnum
CREATE TYPE "sync_status" AS ENUM ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "severity" AS ENUM ('critical', 'high', 'medium', 'low', 'info');

-- CreateEnum
CREATE TYPE "finding_status" AS ENUM ('open', 'in_review', 'remediating', 'closed_proven', 'closed_false_positive', 'accepted', 'regressed');

-- CreateEnum
CREATE TYPE "effect" AS ENUM ('dead', 'disabled', 'shortened', 'narrowed');

-- CreateEnum
CREATE TYPE "approval_kind" AS ENUM ('request', 'approve');

-- CreateEnum
CREATE TYPE "outcome_status" AS ENUM ('approved', 'denied', 'withdrawn', 'expired', 'stopped');

-- CreateEnum
CREATE TYPE "execution_status" AS ENUM ('queued', 'checking_authority', 'acting', 'proving', 'proven', 'irrevocable', 'refused', 'stopped');

-- CreateEnum
CREATE TYPE "attempt_phase" AS ENUM ('preflight', 'act', 'probe');

-- CreateEnum
CREATE TYPE "trust_kind" AS ENUM ('key', 'key_withdrawal', 'approver_group', 'approval_policy', 'connection');

-- CreateEnum
CREATE TYPE "trust_status" AS ENUM ('waiting_signatures', 'waiting_delay', 'active', 'superseded', 'refused');

-- CreateEnum
CREATE TYPE "key_kind" AS ENUM ('webauthn', 'ed25519');

-- CreateEnum
CREATE TYPE "notice_status" AS ENUM ('queued', 'sent', 'failed');

-- CreateEnum
CREATE TYPE "ticket_purpose" AS ENUM ('sign', 'enrol', 'trust');

-- CreateTable
CREATE TABLE "deployment" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "process_status" (
    "process" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL,
    "uid" INTEGER,
    "walls" TEXT NOT NULL DEFAULT 'unknown',
    "recipient" TEXT,
    "audit_key" TEXT,

    CONSTRAINT "process_status_pkey" PRIMARY KEY ("process","instance")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "email" TEXT,
    "title" TEXT,
    "department" TEXT,
    "manager_id" UUID,
    "status" "person_status" NOT NULL,
    "status_at" TIMESTAMPTZ(3),
    "status_source" TEXT NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "record" JSONB NOT NULL DEFAULT '{}',
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_status_change" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "was" "person_status",
    "is" "person_status" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_status_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "record" JSONB NOT NULL DEFAULT '{}',
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_member" (
    "team_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "team_member_pkey" PRIMARY KEY ("team_id","person_id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "person_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "granted_by" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("person_id","role")
);

-- CreateTable
CREATE TABLE "invite" (
    "token_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "invite_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "method" TEXT NOT NULL,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signer_ticket" (
    "ticket_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "purpose" "ticket_purpose" NOT NULL,
    "subject" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "signer_ticket_pkey" PRIMARY KEY ("ticket_hash")
);

-- CreateTable
CREATE TABLE "connection" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "connector" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "ca" TEXT,
    "allow_private" BOOLEAN NOT NULL DEFAULT false,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "statement_digest" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_removal" (
    "connection_id" UUID NOT NULL,
    "removed_by" TEXT NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "connection_removal_pkey" PRIMARY KEY ("connection_id")
);

-- CreateTable
CREATE TABLE "connection_health" (
    "connection_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "message" TEXT,
    "checked_at" TIMESTAMPTZ(3),
    "last_good_sync_at" TIMESTAMPTZ(3),
    "capabilities" JSONB NOT NULL DEFAULT '{}',
    "next_sync_at" TIMESTAMPTZ(3),

    CONSTRAINT "connection_health_pkey" PRIMARY KEY ("connection_id")
);

-- CreateTable
CREATE TABLE "read_credential" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "sealed" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "read_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revoke_credential" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "sealed" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "revoke_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_run" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "status" "sync_status" NOT NULL,
    "phase" TEXT,
    "cursor" JSONB,
    "read" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "missing" INTEGER NOT NULL DEFAULT 0,
    "expected" INTEGER,
    "error" TEXT,
    "cancelled_by" TEXT,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "heartbeat_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_reject" (
    "id" UUID NOT NULL,
    "sync_run_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sync_reject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "kind" "account_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "user_name" TEXT,
    "email" TEXT,
    "status" "account_status" NOT NULL,
    "issued_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_from" TEXT,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "missing_since" TIMESTAMPTZ(3),
    "facts_hash" TEXT NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_link" (
    "account_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "evidence" JSONB NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_link_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "account_link_decision" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "decision" "link_decision" NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_link_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "class" "token_class" NOT NULL,
    "handle_key" TEXT NOT NULL,
    "handle" JSONB NOT NULL,
    "name" TEXT NOT NULL,
    "hint" TEXT,
    "scopes" TEXT[],
    "reach" JSONB,
    "environment" TEXT,
    "creator_account_id" UUID,
    "creator_from" TEXT,
    "issued_at" TIMESTAMPTZ(3),
    "issued_from" TEXT,
    "expiry" "expiry_kind" NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "expires_from" TEXT,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_from" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "imported" BOOLEAN NOT NULL DEFAULT false,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "missing_since" TIMESTAMPTZ(3),
    "facts_hash" TEXT NOT NULL,

    CONSTRAINT "token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token_fingerprint" (
    "token_id" UUID NOT NULL,
    "kind" "fingerprint_kind" NOT NULL,
    "value" TEXT NOT NULL,
    "pepper_version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "token_fingerprint_pkey" PRIMARY KEY ("token_id","kind","value")
);

-- CreateTable
CREATE TABLE "ownership" (
    "token_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "backup_person_id" UUID,
    "state" "ownership_state" NOT NULL,
    "purpose" TEXT,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ownership_pkey" PRIMARY KEY ("token_id")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "token_id" UUID,
    "account_id" UUID,
    "person_id" UUID,
    "severity" "severity" NOT NULL,
    "factors" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,
    "status" "finding_status" NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "triaged_by" TEXT,
    "triage_note" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "closed_evidence" JSONB,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "statement" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "connection_id" UUID NOT NULL,
    "effect" "effect" NOT NULL,
    "requester_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "acknowledgement" TEXT NOT NULL,
    "preview" JSONB NOT NULL DEFAULT '{}',
    "supersedes" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_target" (
    "request_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "request_target_pkey" PRIMARY KEY ("request_id","token_id")
);

-- CreateTable
CREATE TABLE "withdrawal" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "withdrawal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "kind" "approval_kind" NOT NULL,
    "person_id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "assertion" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "denial" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "key_id" TEXT,
    "reason" TEXT NOT NULL,
    "answer" TEXT,
    "assertion" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "denial_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stop" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "stopped_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trust_statement" (
    "digest" TEXT NOT NULL,
    "kind" "trust_kind" NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trust_statement_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "trust_signature" (
    "id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "assertion" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trust_signature_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "enrolment" (
    "key_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" "key_kind" NOT NULL,
    "public_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "transports" TEXT[],
    "statement_digest" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "enrolment_pkey" PRIMARY KEY ("key_id")
);

-- CreateTable
CREATE TABLE "trust_state" (
    "digest" TEXT NOT NULL,
    "status" "trust_status" NOT NULL,
    "reason" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "active_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trust_state_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "trust_root" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "fingerprint" TEXT NOT NULL,
    "rp_id" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "sample" BOOLEAN NOT NULL,
    "pinned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trust_root_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_outcome" (
    "request_id" UUID NOT NULL,
    "status" "outcome_status" NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_outcome_pkey" PRIMARY KEY ("request_id")
);

-- CreateTable
CREATE TABLE "execution" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "target_digest" TEXT NOT NULL,
    "effect" "effect" NOT NULL,
    "status" "execution_status" NOT NULL,
    "refusal" TEXT,
    "refusal_detail" TEXT,
    "result" TEXT,
    "walls" TEXT NOT NULL DEFAULT 'unknown',
    "quorum" JSONB,
    "described" JSONB,
    "fence" BIGINT NOT NULL DEFAULT 0,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "checked_at" TIMESTAMPTZ(3),
    "acted_at" TIMESTAMPTZ(3),
    "proving_since" TIMESTAMPTZ(3),
    "unproven_since" TIMESTAMPTZ(3),
    "next_probe_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "proof" JSONB,

    CONSTRAINT "execution_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "id" UUID NOT NULL,
    "execution_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "phase" "attempt_phase" NOT NULL,
    "fence" BIGINT NOT NULL,
    "intent_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "http_status" INTEGER,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "probe_material" (
    "execution_id" UUID NOT NULL,
    "sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "delete_after" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "probe_material_pkey" PRIMARY KEY ("execution_id")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "fence" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "first_sight" (
    "digest" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "first_sight_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "latch" (
    "request_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "latch_pkey" PRIMARY KEY ("request_id","kind")
);

-- CreateTable
CREATE TABLE "clock_mark" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "high_water" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "clock_mark_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "subject" JSONB NOT NULL,
    "status" "notice_status" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "db_role" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_leaf" (
    "index" BIGINT NOT NULL,
    "entry_id" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_leaf_pkey" PRIMARY KEY ("index")
);

-- CreateTable
CREATE TABLE "checkpoint" (
    "size" BIGINT NOT NULL,
    "root" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "witnessed_at" TIMESTAMPTZ(3),

    CONSTRAINT "checkpoint_pkey" PRIMARY KEY ("size")
);

-- CreateIndex
CREATE INDEX "person_email_idx" ON "person"("email");

-- CreateIndex
CREATE INDEX "person_status_status_at_idx" ON "person"("status", "status_at");

-- CreateIndex
CREATE INDEX "person_display_name_id_idx" ON "person"("display_name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "person_source_external_id_key" ON "person"("source", "external_id");

-- CreateIndex
CREATE INDEX "person_status_change_person_id_recorded_at_idx" ON "person_status_change"("person_id", "recorded_at");

-- CreateIndex
CREATE INDEX "team_name_id_idx" ON "team"("name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "team_source_external_id_key" ON "team"("source", "external_id");

-- CreateIndex
CREATE INDEX "team_member_person_id_idx" ON "team_member"("person_id");

-- CreateIndex
CREATE INDEX "invite_person_id_idx" ON "invite"("person_id");

-- CreateIndex
CREATE INDEX "session_person_id_ended_at_idx" ON "session"("person_id", "ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "connection_name_key" ON "connection"("name");

-- CreateIndex
CREATE INDEX "read_credential_connection_id_created_at_idx" ON "read_credential"("connection_id", "created_at");

-- CreateIndex
CREATE INDEX "revoke_credential_connection_id_created_at_idx" ON "revoke_credential"("connection_id", "created_at");

-- CreateIndex
CREATE INDEX "sync_run_connection_id_queued_at_idx" ON "sync_run"("connection_id", "queued_at");

-- CreateIndex
CREATE INDEX "sync_run_status_queued_at_idx" ON "sync_run"("status", "queued_at");

-- CreateIndex
CREATE INDEX "sync_reject_sync_run_id_idx" ON "sync_reject"("sync_run_id");

-- CreateIndex
CREATE INDEX "account_email_idx" ON "account"("email");

-- CreateIndex
CREATE UNIQUE INDEX "account_connection_id_external_id_key" ON "account"("connection_id", "external_id");

-- CreateIndex
CREATE INDEX "account_link_person_id_idx" ON "account_link"("person_id");

-- CreateIndex
CREATE INDEX "account_link_decision_account_id_decided_at_idx" ON "account_link_decision"("account_id", "decided_at");

-- CreateIndex
CREATE INDEX "token_name_id_idx" ON "token"("name", "id");

-- CreateIndex
CREATE INDEX "token_issued_at_id_idx" ON "token"("issued_at", "id");

-- CreateIndex
CREATE INDEX "token_last_used_at_id_idx" ON "token"("last_used_at", "id");

-- CreateIndex
CREATE INDEX "token_expires_at_id_idx" ON "token"("expires_at", "id");

-- CreateIndex
CREATE INDEX "token_first_seen_at_id_idx" ON "token"("first_seen_at", "id");

-- CreateIndex
CREATE INDEX "token_creator_account_id_idx" ON "token"("creator_account_id");

-- CreateIndex
CREATE UNIQUE INDEX "token_connection_id_handle_key_key" ON "token"("connection_id", "handle_key");

-- CreateIndex
CREATE INDEX "token_fingerprint_kind_value_idx" ON "token_fingerprint"("kind", "value");

-- CreateIndex
CREATE INDEX "ownership_person_id_idx" ON "ownership"("person_id");

-- CreateIndex
CREATE INDEX "finding_status_severity_idx" ON "finding"("status", "severity");

-- CreateIndex
CREATE INDEX "finding_token_id_idx" ON "finding"("token_id");

-- CreateIndex
CREATE INDEX "finding_account_id_idx" ON "finding"("account_id");

-- CreateIndex
CREATE INDEX "finding_person_id_status_idx" ON "finding"("person_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "finding_rule_subject_key" ON "finding"("rule", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "request_number_key" ON "request"("number");

-- CreateIndex
CREATE UNIQUE INDEX "request_digest_key" ON "request"("digest");

-- CreateIndex
CREATE INDEX "request_created_at_id_idx" ON "request"("created_at", "id");

-- CreateIndex
CREATE INDEX "request_target_token_id_idx" ON "request_target"("token_id");

-- CreateIndex
CREATE INDEX "withdrawal_request_id_idx" ON "withdrawal"("request_id");

-- CreateIndex
CREATE INDEX "approval_request_id_idx" ON "approval"("request_id");

-- CreateIndex
CREATE INDEX "denial_request_id_idx" ON "denial"("request_id");

-- CreateIndex
CREATE INDEX "stop_request_id_idx" ON "stop"("request_id");

-- CreateIndex
CREATE INDEX "trust_statement_kind_subject_idx" ON "trust_statement"("kind", "subject");

-- CreateIndex
CREATE INDEX "trust_signature_digest_idx" ON "trust_signature"("digest");

-- CreateIndex
CREATE INDEX "enrolment_person_id_idx" ON "enrolment"("person_id");

-- CreateIndex
CREATE INDEX "execution_token_id_queued_at_idx" ON "execution"("token_id", "queued_at");

-- CreateIndex
CREATE INDEX "execution_status_next_probe_at_idx" ON "execution"("status", "next_probe_at");

-- CreateIndex
CREATE UNIQUE INDEX "execution_request_id_target_digest_key" ON "execution"("request_id", "target_digest");

-- CreateIndex
CREATE UNIQUE INDEX "attempt_execution_id_n_key" ON "attempt"("execution_id", "n");

-- CreateIndex
CREATE UNIQUE INDEX "notice_dedupe_key_key" ON "notice"("dedupe_key");

-- CreateIndex
CREATE INDEX "notice_status_next_at_idx" ON "notice"("status", "next_at");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- CreateIndex
CREATE INDEX "audit_entry_subject_type_subject_id_idx" ON "audit_entry"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "audit_entry_action_idx" ON "audit_entry"("action");

-- CreateIndex
CREATE INDEX "audit_entry_actor_idx" ON "audit_entry"("actor");

-- CreateIndex
CREATE UNIQUE INDEX "audit_leaf_entry_id_key" ON "audit_leaf"("entry_id");

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "person_status_change" ADD CONSTRAINT "person_status_change_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invite" ADD CONSTRAINT "invite_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "signer_ticket" ADD CONSTRAINT "signer_ticket_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "connection_removal" ADD CONSTRAINT "connection_removal_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "connection_health" ADD CONSTRAINT "connection_health_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "read_credential" ADD CONSTRAINT "read_credential_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "revoke_credential" ADD CONSTRAINT "revoke_credential_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "sync_run" ADD CONSTRAINT "sync_run_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "sync_reject" ADD CONSTRAINT "sync_reject_sync_run_id_fkey" FOREIGN KEY ("sync_run_id") REFERENCES "sync_run"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account_link" ADD CONSTRAINT "account_link_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account_link" ADD CONSTRAINT "account_link_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account_link_decision" ADD CONSTRAINT "account_link_decision_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "account_link_decision" ADD CONSTRAINT "account_link_decision_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_creator_account_id_fkey" FOREIGN KEY ("creator_account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "token_fingerprint" ADD CONSTRAINT "token_fingerprint_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "ownership" ADD CONSTRAINT "ownership_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "ownership" ADD CONSTRAINT "ownership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "ownership" ADD CONSTRAINT "ownership_backup_person_id_fkey" FOREIGN KEY ("backup_person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_requester_id_fkey" FOREIGN KEY ("requester_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "request_target" ADD CONSTRAINT "request_target_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "request_target" ADD CONSTRAINT "request_target_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "denial" ADD CONSTRAINT "denial_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "stop" ADD CONSTRAINT "stop_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "trust_signature" ADD CONSTRAINT "trust_signature_digest_fkey" FOREIGN KEY ("digest") REFERENCES "trust_statement"("digest") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_statement_digest_fkey" FOREIGN KEY ("statement_digest") REFERENCES "trust_statement"("digest") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "trust_state" ADD CONSTRAINT "trust_state_digest_fkey" FOREIGN KEY ("digest") REFERENCES "trust_statement"("digest") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "request_outcome" ADD CONSTRAINT "request_outcome_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "execution" ADD CONSTRAINT "execution_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "execution" ADD CONSTRAINT "execution_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_execution_id_fkey" FOREIGN KEY ("execution_id") REFERENCES "execution"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "probe_material" ADD CONSTRAINT "probe_material_execution_id_fkey" FOREIGN KEY ("execution_id") REFERENCES "execution"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "audit_leaf" ADD CONSTRAINT "audit_leaf_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "audit_entry"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

