-- How often a connection is read. Beside the signed settings, because it carries no authority.
ALTER TABLE "connection" ADD COLUMN "sync_interval_seconds" INTEGER NOT NULL DEFAULT 300;
alter table connection add constraint connection_sync_interval check (sync_interval_seconds between 10 and 604800);
