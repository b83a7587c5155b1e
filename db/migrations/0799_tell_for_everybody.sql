-- What triggers read and write is the tables, also when a connection narrowed to a scope made the change that they tell of: whether
-- anybody's channel wants to know is not for that connection to decide.
do $$
declare
  told regprocedure;
begin
  for told in select oid from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f' loop
    execute format('alter function %s set search_path to public', told);
  end loop;
end $$;
