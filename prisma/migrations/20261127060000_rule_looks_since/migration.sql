-- Since when a rule of one's own looks as it does. Its title, its channels and how its secrets are rotated say nothing of where it finds one; unknown where a rule was changed before this.
alter table detection_rule add column looks_since timestamptz(3);
update detection_rule set looks_since = set_at where version = 1;

create function date_detection_rule() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or (new.regex, new.keywords, new.entropy, new.path) is distinct from (old.regex, old.keywords, old.entropy, old.path) then
    new.looks_since := new.set_at;
  else
    new.looks_since := old.looks_since;
  end if;
  return new;
end $$;
create trigger date_detection_rule before insert or update on detection_rule for each row execute function date_detection_rule();
