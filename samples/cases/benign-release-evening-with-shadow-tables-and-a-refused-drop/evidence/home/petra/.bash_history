#1794421742
df -h /var/lib/mysql
#1794421859
mariadb -h 10.80.0.4 -uosc -pFAKE-osc shop -e 'SHOW PROCESSLIST'
#1794421929
pt-online-schema-change --alter 'ADD COLUMN lot_no varchar(20) NULL' --host 10.80.0.4 --user osc --ask-pass --execute D=shop,t=orders
#1794423608
./release.sh 2026.46
#1794424328
exit
