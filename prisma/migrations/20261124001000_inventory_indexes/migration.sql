-- Reads of a million tokens: search by part of a name or hint, order by name without regard to case, and the rare filters.
create extension if not exists pg_trgm;

drop index "token_name_id_idx";
create index "token_lower_name_id_idx" on "token" (lower("name"), "id");
create index "token_name_trgm_idx" on "token" using gin ("name" gin_trgm_ops);
create index "token_hint_trgm_idx" on "token" using gin ("hint" gin_trgm_ops);
create index "token_class_idx" on "token" ("class");
create index "token_environment_idx" on "token" ("environment");
create index "token_missing_since_idx" on "token" ("missing_since") where "missing_since" is not null;
create index "token_disabled_at_idx" on "token" ("disabled_at") where "disabled_at" is not null;
create index "finding_rule_status_idx" on "finding" ("rule", "status");
