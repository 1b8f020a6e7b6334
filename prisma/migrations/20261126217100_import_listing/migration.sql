-- What is brought is listed under a listing's own connection: under a vendor's, what web names would count as what the vendor said.
create function guard_import_listing() returns trigger language plpgsql as
$$
begin
  if new.connection_id is not null and not exists (select from connection c where c.id = new.connection_id and c.connector = 'import') then
    raise exception 'import %: connection % is read by its connector and brings no listing', new.id, new.connection_id using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger guard_import_listing before insert or update of connection_id on import_run for each row execute function guard_import_listing();
