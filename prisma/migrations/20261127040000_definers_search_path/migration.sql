-- What runs as its owner looks for names in temporary objects last: without that they come first, and a table of somebody's own could stand in for one of ours.
do $$
declare
  definer record;
begin
  for definer in select p.oid::regprocedure as signature from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
    and not coalesce(p.proconfig::text like '%search_path=pg_catalog, public, pg_temp%', false)
  loop
    execute format('alter function %s set search_path = pg_catalog, public, pg_temp', definer.signature);
  end loop;
end $$;
