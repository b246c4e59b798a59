#1776495851
apt list --upgradable
#1776540730
mariadb -e "SHOW MASTER STATUS"
#1776540782
du -sh /var/lib/mysql
#1776541611
systemctl stop mariadb
#1776541653
rsync -a --delete --log-file=/root/resync.log root@db-b:/var/lib/mysql/ /var/lib/mysql/
#1776541699
systemctl start mariadb
#1776541720
systemctl status mariadb
#1776541745
ls -la /var/lib/mysql
#1776541812
less /root/resync.log
#1776542148
ls -la /var/backups/mysql
