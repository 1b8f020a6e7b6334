-- CreateTable
CREATE TABLE "check_permission" (
    "connection_id" UUID NOT NULL,
    "allowed_by" TEXT NOT NULL,
    "allowed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "check_permission_pkey" PRIMARY KEY ("connection_id")
);

-- AddForeignKey
ALTER TABLE "check_permission" ADD CONSTRAINT "check_permission_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE RESTRICT;


