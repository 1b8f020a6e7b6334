-- Every new directory record asks whether it is somebody who was removed before: few are.
create index person_removed on person (source) where removed_at is not null;
