-- What one person said is none is tried again too: that it works is a fact they did not know of. What two people agreed on the round itself leaves out.
drop index exposure_retry;
create index exposure_retry on exposure (retry_at nulls first, id)
  where status in ('open', 'in_review', 'remediating', 'regressed', 'closed_false_positive') and mark is null and validity in ('valid', 'unknown');
