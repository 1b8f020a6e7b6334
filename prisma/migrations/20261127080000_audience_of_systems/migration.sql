-- Who could read what a system over HTTP holds: one audience for many places, of people whom the system knows by user name, or of everybody.
-- AlterTable
ALTER TABLE "occurrence" ADD COLUMN "audience" TEXT;

-- AlterTable
ALTER TABLE "audience" ADD COLUMN "public_at" TIMESTAMPTZ(3);

-- A user name stands where an address stood alone.
ALTER TABLE "audience_member" RENAME COLUMN "email" TO "name";
ALTER INDEX "audience_member_email_idx" RENAME TO "audience_member_name_idx";
