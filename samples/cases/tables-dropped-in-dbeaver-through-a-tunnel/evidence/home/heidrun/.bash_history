#1789473112
uptime
#1789473131
sudo mariadb -e 'SHOW PROCESSLIST'
#1789473500
tail -n 50 /var/log/lagerweb/lagerweb.log
#1789474890
sudo mariadb lager -e 'SHOW TABLES'
#1789474958
exit
