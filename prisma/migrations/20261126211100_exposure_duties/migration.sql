-- Who is to see to an exposure, by when, and what people said about it.
alter table exposure add column assignee_id uuid;
alter table exposure add constraint exposure_assignee_id_fkey foreign key (assignee_id) references person (id) on delete restrict on update restrict;
create index exposure_assignee_id_idx on exposure (assignee_id);

-- Within how many days: by how grave it is. What stands here first is a suggestion.
create table due_rule (
  basis text not null,
  days integer,
  reason text not null,
  set_by text,
  set_at timestamptz(3),
  constraint due_rule_pkey primary key (basis),
  constraint due_rule_days check (days between 0 and 3650)
);
insert into due_rule (basis, days, reason) values
  ('critical', 1, 'It works, or is as grave: whoever has read it can use it now, and making a new one takes a day.'),
  ('high', 7, 'It is certain to be a token, and nobody knows that it is dead: a week leaves time to find who uses it.'),
  ('medium', 30, 'It has a vendor''s form: within a month somebody has looked.'),
  ('low', 90, 'Only the words around it say that it is a secret: once a quarter is often enough.');

create table exposure_comment (
  id uuid not null,
  exposure_id uuid not null,
  person_id uuid not null,
  body text not null,
  at timestamptz(3) not null,
  constraint exposure_comment_pkey primary key (id)
);
create index exposure_comment_exposure_id_at_idx on exposure_comment (exposure_id, at);
alter table exposure_comment add constraint exposure_comment_exposure_id_fkey foreign key (exposure_id) references exposure (id) on delete cascade on update restrict;
alter table exposure_comment add constraint exposure_comment_person_id_fkey foreign key (person_id) references person (id) on delete restrict on update restrict;
