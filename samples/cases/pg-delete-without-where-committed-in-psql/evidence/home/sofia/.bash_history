#1769612938
psql -U dba_sofia nucleo
#1769613690
ls -lt /backup | head
#1769613731
psql -U dba_sofia nucleo -Ac "select relname, n_live_tup, n_tup_ins, n_tup_del from pg_stat_user_tables order by 1" > /tmp/stat_despues.txt
