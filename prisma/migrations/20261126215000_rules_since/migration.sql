-- Since when the detection that last looked through a source looks there. Null for what was looked through until now: it is looked through whole once.
-- AlterTable
ALTER TABLE "scan_source" ADD COLUMN "rules_since" TIMESTAMPTZ(3);
