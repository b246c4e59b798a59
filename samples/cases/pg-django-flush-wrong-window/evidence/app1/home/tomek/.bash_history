#1771335115
cd /srv/klinika && git log -3 --oneline
#1771335362
journalctl -u gunicorn --since 14:00 | grep -c IntegrityError
#1771337400
psql -h db1 -U klinika klinika -c "select relname, n_live_tup, n_tup_ins, n_tup_del, last_autovacuum from pg_stat_user_tables order by 1" > stat-1510.txt
