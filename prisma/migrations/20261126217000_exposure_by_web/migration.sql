-- Where web may move an exposure to: what people do with it, and a false positive under its suppression (guard_false_positive). That one is accepted nobody
-- says of exposures: it would hide one without a second person and without an end.
create function guard_exposure_by_web() returns trigger language plpgsql as
$$
begin
  if database_role() = 'web' and new.status is distinct from old.status and new.status not in ('open', 'in_review', 'remediating', 'closed_false_positive') then
    raise exception '%: web may not move % to %', tg_table_name, old.status, new.status using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger guard_exposure_by_web before update on exposure for each row execute function guard_exposure_by_web();
