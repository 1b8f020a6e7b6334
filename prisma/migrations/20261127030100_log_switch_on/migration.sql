-- That a kind is looked for again stands in the log too, whoever writes it, with what it takes back. Who deletes a row no column says: the verb tells the
-- transaction (lib/audit/append.ts, tellTriggers); where nobody did, it is the database role. What came through an API token says through which.
create or replace function log_detector_switch() returns trigger language plpgsql as
$$
begin
  if tg_op = 'INSERT' then
    perform audit_append(new.off_by, 'detector.switched_off', 'detector', new.kind, jsonb_build_object('reason', new.reason) || jsonb_strip_nulls(jsonb_build_object('via', nullif(current_setting('countersign.via', true), ''))));
  else
    perform audit_append(coalesce(nullif(current_setting('countersign.actor', true), ''), 'process:' || regexp_replace(session_user, '^countersign_', '')),
      'detector.switched_on', 'detector', old.kind,
      jsonb_build_object('was', jsonb_build_object('off', true, 'reason', old.reason, 'by', old.off_by, 'at', old.off_at)) || jsonb_strip_nulls(jsonb_build_object('via', nullif(current_setting('countersign.via', true), ''))));
  end if;
  return null;
end
$$;
drop trigger log_detector_switch on detector_switch;
create trigger log_detector_switch after insert or delete on detector_switch for each row execute function log_detector_switch();

create or replace function log_detection_rule() returns trigger language plpgsql as
$$
declare
  said jsonb := jsonb_build_object('title', new.title, 'regex', new.regex, 'keywords', new.keywords, 'entropy', new.entropy, 'path', new.path,
    'excludedChannels', new.excluded_channels, 'rotate', new.rotate);
  is_now jsonb := jsonb_build_object('kind', new.kind, 'version', new.version) || jsonb_strip_nulls(jsonb_build_object('via', nullif(current_setting('countersign.via', true), '')));
begin
  if tg_op = 'INSERT' then
    perform audit_append(new.set_by, 'detection_rule.added', 'detection_rule', new.id::text, is_now || said || jsonb_build_object('enabled', new.enabled));
    return null;
  end if;
  if (new.title, new.regex, new.keywords, new.entropy, new.path, new.excluded_channels, new.rotate)
     is distinct from (old.title, old.regex, old.keywords, old.entropy, old.path, old.excluded_channels, old.rotate) or new.version <> old.version then
    perform audit_append(new.set_by, 'detection_rule.changed', 'detection_rule', new.id::text, is_now || said || jsonb_build_object('enabled', new.enabled));
  end if;
  if new.enabled <> old.enabled then
    perform audit_append(new.set_by, case when new.enabled then 'detection_rule.enabled' else 'detection_rule.disabled' end, 'detection_rule', new.id::text, is_now);
  end if;
  return null;
end
$$;
