#1776539600
mariadb -e "SHOW SLAVE STATUS\G"
#1776539681
df -h /var/lib/mysql
#1776540014
systemctl stop mariadb
#1776540062
rm -rf /var/lib/mysql/*
#1776540069
ls -la /var/lib/mysql
#1776540330
systemctl status mariadb
