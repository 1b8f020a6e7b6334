-- What is proven dead waits for no other try. Where a scan meets it since and its system gives no answer, it waits for one.
update exposure set retry_at = null where status = 'closed_proven' and retry_at is not null;
create index exposure_try_closed on exposure (retry_at) where status = 'closed_proven' and retry_at is not null;
-- Where the pages lie of an export that does not say itself.
alter table scan_source add column base text;
