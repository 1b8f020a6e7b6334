-- What Residue lists and every page's menu counts: a few of all findings, by whom they were left.
create index finding_left_behind on finding (person_id, severity) include (token_id, account_id)
  where rule = 'departed-still-alive' and status in ('open', 'in_review', 'remediating', 'regressed');
