-- What Overview counts of exposures each time somebody looks at it: read from the index alone, and those that work without the others.
create index exposure_shown on exposure (validity) where status in ('open', 'in_review', 'remediating', 'regressed') and mark is null;
-- The list of accounts goes by name.
CREATE INDEX "account_name_id_idx" ON "account"("name", "id");
