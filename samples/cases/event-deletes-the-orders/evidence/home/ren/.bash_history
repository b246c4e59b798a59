#1781201708
sudo mariadb-admin processlist
#1781201723
sudo mariadb -e 'SHOW ENGINE INNODB STATUS' | head -20
#1781202608
uptime
#1781202628
exit
