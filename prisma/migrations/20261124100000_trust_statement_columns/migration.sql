-- The columns of a trust statement are a copy for looking it up. They must say what its signed text says, whoever inserts it.
create function trust_statement_is_its_body() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as
$$
declare
  said jsonb := new.body::jsonb;
  kind text := case said ->> 'type'
    when 'countersign/key' then 'key'
    when 'countersign/key-withdrawal' then 'key_withdrawal'
    when 'countersign/approver-group' then 'approver_group'
    when 'countersign/approval-policy' then 'approval_policy'
    when 'countersign/connection' then 'connection' end;
  subject text := case kind
    when 'key' then said -> 'key' ->> 'id'
    when 'key_withdrawal' then said ->> 'key'
    when 'approver_group' then said ->> 'group'
    when 'approval_policy' then 'default'
    when 'connection' then said ->> 'connection' end;
begin
  if new.digest is distinct from encode(sha256(convert_to(new.body, 'UTF8')), 'hex') then
    raise exception 'trust_statement: the digest is not that of the body' using errcode = '23514';
  end if;
  if kind is null or new.kind::text is distinct from kind or new.subject is distinct from subject then
    raise exception 'trust_statement: kind and subject are not those of the body' using errcode = '23514';
  end if;
  return new;
end
$$;
create trigger is_its_body before insert on trust_statement for each row execute function trust_statement_is_its_body();
