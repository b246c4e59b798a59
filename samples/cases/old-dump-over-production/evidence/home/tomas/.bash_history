#1773311922
ls -lt /var/backups | head
#1773311970
mariadb -h127.0.0.1 -ushopadmin -pFAKE-shopadmin-99 -e "SHOW TABLES" shop_test
#1773312012
zcat /var/backups/shop-2026-03-09.sql.gz | mariadb -h127.0.0.1 -ushopadmin -pFAKE-shopadmin-99 shop
#1773312032
mariadb -h127.0.0.1 -ushopadmin -pFAKE-shopadmin-99 -e "SHOW TABLES" shop_test
#1773312087
history | tail -4
#1773312088
exit
