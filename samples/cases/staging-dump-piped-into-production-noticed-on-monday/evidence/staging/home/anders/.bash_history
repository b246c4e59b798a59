#1770385700
mariadb-dump butik_staging > staging-2026-02-06.sql
#1770385770
scp staging-2026-02-06.sql shop-prod:/srv/dumps/
#1770386282
sudo mariadb -e "CREATE DATABASE butik_kopi"
#1770386684
sudo mariadb butik_kopi -e "SHOW TABLES"
#1770386712
history | tail
