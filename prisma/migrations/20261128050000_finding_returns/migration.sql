-- When a finding came back after it was closed. How it was closed stays beside it (closed_evidence), so that both can be told.
alter table finding add column regressed_at timestamptz(3);
