#1771079042
sudo -u postgres psql -c "select pg_is_in_recovery()"
#1771079110
tail -50 /var/log/postgresql/postgresql-14-main.log
#1771079471
systemctl stop postgresql@14-main
#1771079624
hostname
#1771079642
rm -rf /var/lib/postgresql/14/main/*
#1771079758
sudo -u postgres pg_basebackup -h pg-a -U repl -D /var/lib/postgresql/14/main -R -P -c fast --slot=pg_b
#1771080749
systemctl start postgresql@14-main
#1771080820
sudo -u postgres psql -c "select pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()"
