-- What was found where it should not be: facts of the collector. No column of these tables holds a secret.
-- CreateEnum
CREATE TYPE "channel" AS ENUM ('code', 'chat', 'ticket', 'wiki', 'build_log', 'image', 'mail', 'other');

-- CreateEnum
CREATE TYPE "validity" AS ENUM ('valid', 'invalid', 'unknown', 'not_checkable');

-- CreateTable
CREATE TABLE "scan_source" (
    "id" UUID NOT NULL,
    "form" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "location" TEXT,
    "channel" "channel" NOT NULL,
    "heads" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scan_source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scan_run" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "status" "sync_status" NOT NULL,
    "texts" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "commits" INTEGER NOT NULL DEFAULT 0,
    "sightings" INTEGER NOT NULL DEFAULT 0,
    "marked" JSONB NOT NULL DEFAULT '{}',
    "exposures" INTEGER NOT NULL DEFAULT 0,
    "occurrences" INTEGER NOT NULL DEFAULT 0,
    "unreadable" JSONB NOT NULL DEFAULT '{}',
    "error" TEXT,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "heartbeat_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "scan_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unreadable" (
    "run_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" TEXT,

    CONSTRAINT "unreadable_pkey" PRIMARY KEY ("run_id","n")
);

-- CreateTable
CREATE TABLE "exposure" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "mark" TEXT,
    "severity" "severity" NOT NULL,
    "status" "finding_status" NOT NULL,
    "validity" "validity" NOT NULL DEFAULT 'unknown',
    "validity_at" TIMESTAMPTZ(3),
    "validity_from" TEXT,
    "token_id" UUID,
    "matched_by" "fingerprint_kind",
    "first_visible_at" TIMESTAMPTZ(3),
    "detected_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "triaged_by" TEXT,
    "triage_note" TEXT,

    CONSTRAINT "exposure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exposure_fingerprint" (
    "value" TEXT NOT NULL,
    "pepper_version" INTEGER NOT NULL,
    "exposure_id" UUID NOT NULL,

    CONSTRAINT "exposure_fingerprint_pkey" PRIMARY KEY ("value")
);

-- CreateTable
CREATE TABLE "occurrence" (
    "id" UUID NOT NULL,
    "exposure_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "channel" "channel" NOT NULL,
    "path" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "line" INTEGER,
    "author" TEXT,
    "visible_at" TIMESTAMPTZ(3),
    "url" TEXT,
    "context" TEXT NOT NULL,
    "encoding" TEXT,
    "place" TEXT NOT NULL,
    "detected_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "occurrence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "scan_source_name_key" ON "scan_source"("name");

-- CreateIndex
CREATE INDEX "scan_run_source_id_queued_at_idx" ON "scan_run"("source_id", "queued_at");

-- CreateIndex
CREATE INDEX "exposure_status_severity_idx" ON "exposure"("status", "severity");

-- CreateIndex
CREATE INDEX "exposure_token_id_idx" ON "exposure"("token_id");

-- CreateIndex
CREATE INDEX "exposure_detected_at_id_idx" ON "exposure"("detected_at", "id");

-- CreateIndex
CREATE INDEX "exposure_fingerprint_exposure_id_idx" ON "exposure_fingerprint"("exposure_id");

-- CreateIndex
CREATE INDEX "occurrence_source_id_idx" ON "occurrence"("source_id");

-- CreateIndex
CREATE UNIQUE INDEX "occurrence_exposure_id_source_id_place_key" ON "occurrence"("exposure_id", "source_id", "place");

-- AddForeignKey
ALTER TABLE "scan_run" ADD CONSTRAINT "scan_run_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "scan_source"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "unreadable" ADD CONSTRAINT "unreadable_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "scan_run"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "exposure" ADD CONSTRAINT "exposure_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "token"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "exposure_fingerprint" ADD CONSTRAINT "exposure_fingerprint_exposure_id_fkey" FOREIGN KEY ("exposure_id") REFERENCES "exposure"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "occurrence" ADD CONSTRAINT "occurrence_exposure_id_fkey" FOREIGN KEY ("exposure_id") REFERENCES "exposure"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "occurrence" ADD CONSTRAINT "occurrence_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "scan_source"("id") ON DELETE CASCADE ON UPDATE RESTRICT;


