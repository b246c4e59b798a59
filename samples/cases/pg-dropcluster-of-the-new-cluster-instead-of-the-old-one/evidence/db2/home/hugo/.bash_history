#1773933121
pg_lsclusters
#1773933182
sudo du -sh /var/lib/postgresql/13 /var/lib/postgresql/15
#1773933535
df -h /var/lib/postgresql
#1773933611
sudo pg_dropcluster --stop 15 main
#1773933640
pg_lsclusters
#1773933880
sudo ls -la /var/lib/postgresql
#1773933962
ls -l /var/backups/pg
#1773934392
gunzip -k /var/backups/pg/cluster-20260319.sql.gz
#1773934678
sudo pg_createcluster 15 main --start
#1773935008
sudo -u postgres psql -X -f /var/backups/pg/cluster-20260319.sql
#1773935102
sudo cp -a /root/conf-15/. /etc/postgresql/15/main/
#1773935120
sudo systemctl restart postgresql@15-main
#1773937202
exit
