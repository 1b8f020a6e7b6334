-- The owner of an exposed token is asked to rotate it. That it is done is no word of theirs: it follows from the token's death, or from its being refused.
create table rotation_task (
  id uuid not null,
  exposure_id uuid not null,
  note text,
  due_at timestamptz(3) not null,
  asked_by uuid not null,
  asked_at timestamptz(3) not null,
  answer text,
  answer_reason text,
  answered_by uuid,
  answered_at timestamptz(3),
  withdrawn_by text,
  withdrawn_at timestamptz(3),
  constraint rotation_task_pkey primary key (id),
  constraint rotation_task_answer check (answer in ('rotated', 'cannot') and (answer <> 'cannot' or answer_reason is not null))
);
create index rotation_task_exposure_id_idx on rotation_task (exposure_id);
alter table rotation_task add constraint rotation_task_exposure_id_fkey foreign key (exposure_id) references exposure (id) on delete cascade on update restrict;
alter table rotation_task add constraint rotation_task_asked_by_fkey foreign key (asked_by) references person (id) on delete restrict on update restrict;
alter table rotation_task add constraint rotation_task_answered_by_fkey foreign key (answered_by) references person (id) on delete restrict on update restrict;
