#1779269990
less ~/OPS-2210.txt
#1779270010
mysql -e "SELECT table_schema, SUM(table_rows) FROM information_schema.tables WHERE table_schema LIKE 'eshop%' GROUP BY 1"
#1779270062
mysql -e "SELECT user, db, COUNT(*) FROM information_schema.processlist WHERE db = 'eshop_blue' GROUP BY 1, 2"
#1779270725
mysqldump --single-transaction eshop_blue | gzip > /var/backups/mysql/eshop_blue-final-2026-05-20.sql.gz
#1779270810
zcat /var/backups/mysql/eshop_blue-final-2026-05-20.sql.gz | tail -1
#1779270930
mysql -e 'DROP DATABASE `eshop_blue`'
#1779271004
exit
