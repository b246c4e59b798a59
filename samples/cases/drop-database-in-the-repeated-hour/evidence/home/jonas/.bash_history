#1792892172
tail -2 /var/log/tenants/php_errors.log
#1792892203
sudo mariadb -e "SHOW TABLES" tenant_nord
#1792892253
ls -l /var/backups
#1792892298
sudo mariadb -e "SELECT COUNT(*) FROM guests" tenant_nord
#1792892369
sudo chmod -x /usr/local/sbin/rebuild-demo.sh
#1792892374
exit
