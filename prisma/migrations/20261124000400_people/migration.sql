-- What a directory says of a person over time, and who signs in as whom.

-- When the directory last listed the person, and since when its record is gone (SCIM DELETE, or absent from a complete listing).
ALTER TABLE "person" ADD COLUMN "last_seen_at" TIMESTAMPTZ(3);
ALTER TABLE "person" ADD COLUMN "removed_at" TIMESTAMPTZ(3);

CREATE INDEX "person_ends_at_idx" ON "person"("ends_at");
CREATE INDEX "person_manager_id_idx" ON "person"("manager_id");

-- CreateTable
CREATE TABLE "identity_link" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "evidence" JSONB NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identity_link_pkey" PRIMARY KEY ("issuer","subject")
);

CREATE INDEX "identity_link_person_id_idx" ON "identity_link"("person_id");

ALTER TABLE "identity_link" ADD CONSTRAINT "identity_link_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- Two live SCIM users never share a name or the client's own id, however many requests arrive at once. A removed record frees both.
create unique index person_scim_user_name on person (lower(user_name)) where source = 'scim' and removed_at is null;
create unique index person_scim_external_id on person ((record ->> 'externalId')) where source = 'scim' and removed_at is null;
-- Managers that are named before they are listed.
create index person_record_manager on person (source, (record ->> 'manager')) where record ->> 'manager' is not null;

-- Roles that count: the person is active, and the role was granted after they last came back. A rehired person does not silently get an old role again.
create view active_role as
select g.person_id, g.role, g.granted_by, g.granted_at
from role_grant g
join person p on p.id = g.person_id and p.status = 'active'
where g.granted_at > coalesce((select max(c.recorded_at) from person_status_change c where c.person_id = g.person_id and c."is" = 'departed'), '-infinity');
