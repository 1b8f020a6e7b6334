-- What the executor last found for a target that is not executed yet: what it asks for, what it counted, why it waits.
CREATE TABLE "target_check" (
    "request_id" UUID NOT NULL,
    "target_digest" TEXT NOT NULL,
    "waits_for" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "quorum" JSONB NOT NULL DEFAULT '{}',
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "target_check_pkey" PRIMARY KEY ("request_id","target_digest")
);

ALTER TABLE "target_check" ADD CONSTRAINT "target_check_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
