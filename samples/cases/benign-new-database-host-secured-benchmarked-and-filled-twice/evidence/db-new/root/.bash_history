#1777380002
apt-get install mariadb-server sysbench
#1777380050
systemctl status mariadb
#1777380062
mariadb-secure-installation
#1777380605
mariadb -e "create database sbtest; create user bench@localhost identified by 'FAKE-bench-29c1'; grant all on sbtest.* to bench@localhost"
#1777380720
sysbench oltp_read_write --mysql-user=bench --mysql-password=FAKE-bench-29c1 --mysql-db=sbtest --tables=3 --table-size=20 prepare
#1777380759
sysbench oltp_read_write --mysql-user=bench --mysql-password=FAKE-bench-29c1 --mysql-db=sbtest --tables=3 --table-size=20 --events=3 --time=0 run
#1777381081
sysbench oltp_read_write --mysql-user=bench --mysql-password=FAKE-bench-29c1 --mysql-db=sbtest --tables=3 --table-size=20 cleanup
#1777381328
mariadb -e "drop database sbtest; drop user bench@localhost"
#1777386030
mariadb < /root/ledgerbook-grants.sql
#1777386069
zcat /srv/transfer/ledgerbook-20260428-0230.sql.gz | mariadb ledgerbook
#1777386239
/usr/local/bin/count-rows ledgerbook
#1777410583
zcat /srv/transfer/ledgerbook-20260428-2204.sql.gz | mariadb ledgerbook
#1777410719
/usr/local/bin/count-rows ledgerbook
#1777410842
exit
