sudo systemctl status mysql
df -h /var/lib/mysql
mysql meter
sudo tail -n 40 /var/log/mysql/mysql-slow.log
ls -l /var/backups/mysql
exit
