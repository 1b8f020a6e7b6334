-- A function that runs as the owner must not find a temporary table of its caller before the real one: unless it is named, pg_temp comes first.
alter function audit_append(text, text, text, text, jsonb) set search_path = pg_catalog, public, pg_temp;
