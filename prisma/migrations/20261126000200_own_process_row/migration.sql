-- Looked at the new row alone, an update could take another process's row for one's own and so make that process vanish.
create or replace function own_process_only() returns trigger language plpgsql as
$$
declare
  foreign_process text := case
    when new.process <> database_role() then new.process
    when tg_op = 'UPDATE' and old.process <> database_role() then old.process end;
begin
  if session_user like 'countersign\_%' and foreign_process is not null then
    raise exception 'process_status: % may not write the row of %', database_role(), foreign_process using errcode = '42501';
  end if;
  return new;
end
$$;
