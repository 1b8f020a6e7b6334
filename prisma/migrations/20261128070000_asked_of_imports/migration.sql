-- How whoever started an import asked for it to be read. What was guessed meanwhile stands in format and mapping, so the same file asked for in
-- the same way would not be known again by those. Null: asked for in a browser, whose page goes on with it, or not to be gone on with.
alter table import_run add column asked jsonb;
