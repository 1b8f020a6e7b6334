-- The executor's last look before it acts. Every row that says no (denial, withdrawal, stop) refers to its request, and so holds a share of that
-- request's row until it commits; this takes the row alone. So a no either has committed and is read, or waits until the machine's move is written
-- and can be told that it came too late. The row itself is insert-only and the executor has no right to change it: hence the owner's function.
-- False when somebody who has not committed keeps the row for long: then nothing is done, and the executor looks again.
create function hold_request(request_id uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '2s' as
$$
begin
  perform 1 from request r where r.id = hold_request.request_id for update;
  return found;
exception
  when lock_not_available then
    return false;
end
$$;
