-- As large as the one it replaces, and enough to count findings by rule and severity without reading them.
drop index "finding_rule_status_idx";
create index "finding_rule_status_severity_idx" on "finding" ("rule", "status", "severity");
