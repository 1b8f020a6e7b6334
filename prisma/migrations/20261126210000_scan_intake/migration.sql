-- One pass for whatever a browser sends straight to the collector: a listing, or what is to be looked through.
alter table import_ticket rename to upload_ticket;
alter table upload_ticket rename column import_id to upload_id;
alter table upload_ticket rename constraint "import_ticket_pkey" to "upload_ticket_pkey";
alter table upload_ticket rename constraint "import_ticket_person_id_fkey" to "upload_ticket_person_id_fkey";
alter table upload_ticket rename constraint "import_ticket_session_id_fkey" to "upload_ticket_session_id_fkey";

-- AlterTable
ALTER TABLE "scan_source" ADD COLUMN     "state" TEXT,
ADD COLUMN     "rules" TEXT,
ADD COLUMN     "lasting" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "every" INTEGER,
ADD COLUMN     "next_run_at" TIMESTAMPTZ(3),
ADD COLUMN     "paused_by" TEXT,
ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "removed_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "scan_run" ADD COLUMN     "extent" TEXT,
ADD COLUMN     "file_name" TEXT,
ADD COLUMN     "size" BIGINT,
ADD COLUMN     "received" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "cancelled_by" TEXT;

-- AlterTable
ALTER TABLE "occurrence" ADD COLUMN     "gone_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "scan_run_queued_at_id_idx" ON "scan_run"("queued_at", "id");

-- One run of what lies on the host waits at a time, whoever asks for it.
create unique index scan_run_one_queued on scan_run (source_id) where status = 'queued' and file_name is null;

-- Web asks for runs and says of none how it went.
create function guard_scan_run() returns trigger language plpgsql as
$$
begin
  if database_role() = 'web' and new.status <> 'queued' then
    raise exception 'web may only ask for a scan' using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger guard_scan_run before insert on scan_run for each row execute function guard_scan_run();
