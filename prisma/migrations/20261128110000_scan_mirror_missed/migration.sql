-- When a whole reading of its system's lists first missed a repository: the second in a row takes it off the list.
-- AlterTable
ALTER TABLE "scan_mirror" ADD COLUMN     "missed_at" TIMESTAMPTZ(3);
