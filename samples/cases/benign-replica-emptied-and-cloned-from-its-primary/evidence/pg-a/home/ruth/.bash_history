#1771079180
sudo -u postgres psql -c "select * from pg_stat_replication"
#1771079343
sudo -u postgres psql -c "select pg_create_physical_replication_slot('pg_b')"
#1771080870
sudo -u postgres psql -x -c "select * from pg_stat_replication"
#1771080902
sudo -u postgres psql billing -c 'drop table if exists tmp_import_0213'
