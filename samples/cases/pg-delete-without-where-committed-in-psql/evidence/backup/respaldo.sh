#!/bin/sh
F=/backup/nucleo-$(date +%F).dump
echo "$(date +%FT%T%z) pg_dump -Fc nucleo > $F" >> /backup/lista.txt
pg_dump -Fc nucleo > $F && echo "$(date +%FT%T%z) listo, $(stat -c %s $F) bytes" >> /backup/lista.txt
psql -XA nucleo -c "select relname, n_live_tup, n_tup_ins, n_tup_del from pg_stat_user_tables order by 1" > /backup/stat-$(date +%F).txt
