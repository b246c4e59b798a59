#1773773930
cd /srv/fixtures
#1773773941
ls -l
#1773774251
pg_restore --clean --if-exists --no-owner -h db-live -U ops -d shop_prod demo-2026-03-02.dump
#1773774347
psql -h db-live -U ops shop_prod -c "select count(*) from orders"
