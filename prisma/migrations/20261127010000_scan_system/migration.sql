-- A system that is looked through over HTTP by the clock: where it is, how it is read, and with which sealed credential.
-- CreateTable
CREATE TABLE "scan_system" (
    "source_id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "ca" TEXT,
    "allow_private" BOOLEAN NOT NULL,
    "description" TEXT NOT NULL,
    "sealed" TEXT,
    "connection_id" UUID,
    "given_by" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "whole_at" TIMESTAMPTZ(3),
    "sweep_since" TIMESTAMPTZ(3),

    CONSTRAINT "scan_system_pkey" PRIMARY KEY ("source_id")
);

-- CreateTable
CREATE TABLE "scan_mark" (
    "source_id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scan_mark_pkey" PRIMARY KEY ("source_id","list")
);

-- AlterTable
ALTER TABLE "occurrence" ADD COLUMN     "again" TEXT;

-- AddForeignKey
ALTER TABLE "scan_system" ADD CONSTRAINT "scan_system_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "scan_source"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "scan_system" ADD CONSTRAINT "scan_system_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "scan_mark" ADD CONSTRAINT "scan_mark_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "scan_system"("source_id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- A credential of its own, or a connection's: one of the two.
alter table scan_system add constraint scan_system_one_credential check ((sealed is null) <> (connection_id is null));
