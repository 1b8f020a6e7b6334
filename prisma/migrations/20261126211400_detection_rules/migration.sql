-- Rules of one's own, and detectors that are off. The collector reads both; web writes them, and each version stands in the audit log.
create table detection_rule (
  id uuid not null,
  kind text not null,
  title text not null,
  regex text not null,
  keywords text[] not null,
  entropy double precision,
  path text,
  excluded_channels "channel"[] not null default '{}',
  rotate text,
  enabled boolean not null default true,
  version integer not null default 1,
  set_by text not null,
  set_at timestamptz(3) not null,
  constraint detection_rule_pkey primary key (id),
  constraint detection_rule_kind check (kind ~ '^own_[a-z0-9_]{1,59}$')
);
create unique index detection_rule_kind_key on detection_rule (kind);

create table detector_switch (
  kind text not null,
  reason text not null,
  off_by text not null,
  off_at timestamptz(3) not null,
  constraint detector_switch_pkey primary key (kind)
);
