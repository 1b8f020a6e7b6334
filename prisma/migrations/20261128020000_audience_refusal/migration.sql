-- Why a source did not say who could read a place at which a secret stands, when it was last asked.
create table audience_refusal (
  source_id uuid not null references scan_source (id) on delete cascade on update restrict,
  path text not null,
  reason text not null,
  detail text,
  at timestamptz(3) not null,
  constraint audience_refusal_pkey primary key (source_id, path)
);
