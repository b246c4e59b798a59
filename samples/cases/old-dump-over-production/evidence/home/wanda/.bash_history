#1773311531
mariadb -h127.0.0.1 -ushopadmin -pFAKE-shopadmin-99 shop -e "SELECT COUNT(*) FROM orders"
#1773312047
uptime
#1773312047
exit
