-- A git repository that is fetched over https: where it is, whose credential it is fetched with, and below which system it was listed.
-- AlterTable
ALTER TABLE "scan_source" ADD COLUMN     "parent_id" UUID;

-- CreateTable
CREATE TABLE "scan_mirror" (
    "source_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "ca" TEXT,
    "allow_private" BOOLEAN NOT NULL,
    "access" TEXT NOT NULL,
    "sealed" TEXT,
    "connection_id" UUID,
    "given_by" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "fetched_at" TIMESTAMPTZ(3),
    "bytes" BIGINT,

    CONSTRAINT "scan_mirror_pkey" PRIMARY KEY ("source_id")
);

-- CreateIndex
CREATE INDEX "scan_source_parent_id_idx" ON "scan_source"("parent_id");

-- AddForeignKey
ALTER TABLE "scan_source" ADD CONSTRAINT "scan_source_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "scan_source"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "scan_mirror" ADD CONSTRAINT "scan_mirror_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "scan_source"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "scan_mirror" ADD CONSTRAINT "scan_mirror_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What is kept beside the access is what the access needs, and nothing else.
alter table scan_mirror add constraint scan_mirror_access check (
  case access
    when 'sealed' then sealed is not null and connection_id is null
    when 'connection' then sealed is null and connection_id is not null
    else access in ('none', 'system') and sealed is null and connection_id is null
  end);

-- A system lists a repository once.
create unique index scan_source_repository on scan_source (parent_id, location) where parent_id is not null;
