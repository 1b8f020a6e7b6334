-- What Exposure lists without a choice and every page's menu counts, in the order of the list.
create index exposure_open on exposure (severity, (coalesce(first_visible_at, detected_at)), id)
  where status in ('open', 'in_review', 'remediating', 'regressed') and mark is null;
-- In which channels and sources a secret was seen, without reading the places themselves.
create index occurrence_seen on occurrence (exposure_id, channel, source_id);
