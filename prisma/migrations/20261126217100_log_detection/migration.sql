-- What is looked for is switched and changed in the log, whoever writes it; and a kind that can be tried (lib/exposure/check-kinds.ts) is always looked for.
create function log_detector_switch() returns trigger language plpgsql as
$$
begin
  perform audit_append(new.off_by, 'detector.switched_off', 'detector', new.kind, jsonb_build_object('reason', new.reason));
  return null;
end
$$;
create trigger log_detector_switch after insert on detector_switch for each row execute function log_detector_switch();

create function log_detection_rule() returns trigger language plpgsql as
$$
declare
  said jsonb := jsonb_build_object('title', new.title, 'regex', new.regex, 'keywords', new.keywords, 'entropy', new.entropy, 'path', new.path,
    'excludedChannels', new.excluded_channels, 'rotate', new.rotate);
  is_now jsonb := jsonb_build_object('kind', new.kind, 'version', new.version);
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
create trigger log_detection_rule after insert or update on detection_rule for each row execute function log_detection_rule();

create function guard_detector_switch() returns trigger language plpgsql as
$$
begin
  if new.kind in ('github_pat', 'github_pat_fine_grained', 'github_oauth_token', 'github_app_user_token', 'github_app_installation_token', 'directus_token', 'glewlwyd_key',
      'unleash_token') then
    raise exception 'detector %: its secrets can be tried, so it is always looked for', new.kind using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger guard_detector_switch before insert or update on detector_switch for each row execute function guard_detector_switch();
delete from detector_switch where kind in ('github_pat', 'github_pat_fine_grained', 'github_oauth_token', 'github_app_user_token', 'github_app_installation_token',
  'directus_token', 'glewlwyd_key', 'unleash_token');
