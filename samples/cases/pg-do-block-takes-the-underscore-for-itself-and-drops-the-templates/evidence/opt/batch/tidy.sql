do $$
declare t text;
begin
  for t in select c.relname from pg_class c where c.relkind = 'r' and c.relname like 'tmp_%' loop
    raise notice 'dropping %', t;
    execute format('drop table %I cascade', t);
  end loop;
end
$$;
