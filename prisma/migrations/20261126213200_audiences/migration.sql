-- Who could read the places at which a secret stands, as their source tells it.
-- CreateTable
CREATE TABLE "audience" (
    "source_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "open" BOOLEAN NOT NULL,
    "unnamed" INTEGER NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audience_pkey" PRIMARY KEY ("source_id","path")
);

-- CreateTable
CREATE TABLE "audience_member" (
    "source_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audience_member_pkey" PRIMARY KEY ("source_id","path","email")
);

-- CreateIndex
CREATE INDEX "audience_member_email_idx" ON "audience_member"("email");

-- AddForeignKey
ALTER TABLE "audience" ADD CONSTRAINT "audience_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "scan_source"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "audience_member" ADD CONSTRAINT "audience_member_source_id_path_fkey" FOREIGN KEY ("source_id", "path") REFERENCES "audience"("source_id", "path") ON DELETE CASCADE ON UPDATE RESTRICT;
