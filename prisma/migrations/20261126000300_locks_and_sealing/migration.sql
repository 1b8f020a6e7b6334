-- Locks as rows: an advisory lock can be held by any role that may connect, web's too, for as long as it likes.
-- To lock a row one needs the right to change it; prisma/grants.sql gives it to those alone who take turns there.
create table turn (
  name text not null,
  constraint turn_pkey primary key (name)
);
insert into turn (name) values ('findings'), ('scim groups');

-- One row: whoever seals the audit log holds it, and it says whether the log was found broken. The executor's alone.
create table sealing (
  id integer not null default 1,
  broken_at timestamptz(3),
  broken_reason text,
  constraint sealing_pkey primary key (id)
);
insert into sealing (id) values (1);

-- How the executor's notices go out, by its own word: "mail webhook"; empty where nothing is set up, null where nobody has said.
alter table process_status add column channels text;
