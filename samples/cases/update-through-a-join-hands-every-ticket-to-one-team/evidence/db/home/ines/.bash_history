#1770822221
w
#1770822260
tail -20 /var/log/mysql/mariadb-slow.log
#1770822291
mariadb helpdesk
#1770822531
ls -l /backups
#1770822553
zcat /backups/helpdesk-20260211.sql.gz | less
#1770822891
exit
