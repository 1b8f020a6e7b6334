-- What may be tried is said for each class of tokens. Until now there was one, Unleash's API tokens.
-- AlterTable
ALTER TABLE "check_permission" DROP CONSTRAINT "check_permission_pkey",
ADD COLUMN "class" "token_class" NOT NULL DEFAULT 'api_key';
ALTER TABLE "check_permission" ALTER COLUMN "class" DROP DEFAULT,
ADD CONSTRAINT "check_permission_pkey" PRIMARY KEY ("connection_id", "class");

-- How often found secrets were tried at a connection in the hour that began then, and until when its vendor asks to be left alone.
-- CreateTable
CREATE TABLE "check_pace" (
    "connection_id" UUID NOT NULL,
    "hour_began_at" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL,
    "rest_until" TIMESTAMPTZ(3),

    CONSTRAINT "check_pace_pkey" PRIMARY KEY ("connection_id")
);

-- AddForeignKey
ALTER TABLE "check_pace" ADD CONSTRAINT "check_pace_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- Who found out whether it works; and the last try, which may have told nothing, and when the next is due.
-- AlterTable
ALTER TABLE "exposure" ADD COLUMN "validity_by" TEXT,
ADD COLUMN "tried_at" TIMESTAMPTZ(3),
ADD COLUMN "tried" TEXT,
ADD COLUMN "retry_at" TIMESTAMPTZ(3);
update exposure set validity_by = case when validity_from = 'proven dead' then 'process:executor' else 'process:collector' end, tried_at = case when validity_from <> 'proven dead' then validity_at end,
  tried = case when validity_from <> 'proven dead' then 'answered' end where validity_at is not null;

-- What may be tried again, in the order of its time.
create index exposure_retry on exposure (retry_at nulls first, id)
  where status in ('open', 'in_review', 'remediating', 'regressed') and mark is null and validity in ('valid', 'unknown');
