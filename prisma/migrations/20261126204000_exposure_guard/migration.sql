-- What holds for findings holds for exposures: web triages; only collector and executor close as proven, and web reopens none that is.
create or replace function guard_finding_status() returns trigger language plpgsql as
$$
begin
  if database_role() = 'web' and (new.status in ('closed_proven', 'regressed') or old.status = 'closed_proven') and new.status is distinct from old.status then
    raise exception '%: web may not move % to %', tg_table_name, old.status, new.status using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger guard_exposure_status before update on exposure for each row execute function guard_finding_status();
