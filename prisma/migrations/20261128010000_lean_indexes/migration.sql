-- Every new token paid for it and nothing reads it: the inventory is sorted by the list in memory.
drop index token_expires_at_id_idx;

-- Mostly null, and only ever asked for a value.
drop index token_merged_into_idx;
create index token_merged_into_idx on token (merged_into) where merged_into is not null;
drop index finding_account_id_idx;
create index finding_account_id_idx on finding (account_id) where account_id is not null;
drop index finding_person_id_status_idx;
create index finding_person_id_status_idx on finding (person_id, status) where person_id is not null;
