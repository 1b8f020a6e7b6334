-- A secret that was found first and listed later is known by its fingerprint, as one that was listed first is.
update exposure e set matched_by = 'hmac_sha256' from token t join connection c on c.id = t.connection_id
where t.id = e.token_id and e.matched_by is null
  and (c.connector <> 'import' or c.name <> 'Found by scanning' or exists (select from token m where m.merged_into = t.id));

-- What may be tried again, and is due, what one person said is none among it (that it works is a fact they did not know of; what two agreed on the round leaves out): by the kinds that are tried anywhere, and those that answer to a token that is listed.
drop index exposure_retry;
create index exposure_try_kind on exposure (kind, (coalesce(retry_at, '-infinity'::timestamptz)))
  where status in ('open', 'in_review', 'remediating', 'regressed', 'closed_false_positive') and mark is null and validity in ('valid', 'unknown');
create index exposure_try_listed on exposure ((coalesce(retry_at, '-infinity'::timestamptz)))
  where status in ('open', 'in_review', 'remediating', 'regressed', 'closed_false_positive') and mark is null and validity in ('valid', 'unknown') and matched_by is not null;
