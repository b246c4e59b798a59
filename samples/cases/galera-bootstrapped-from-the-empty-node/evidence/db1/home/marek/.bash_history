#1777966531
uptime
#1777966570
systemctl status mariadb
#1777966861
sudo galera_new_cluster
#1777966900
sudo tail -n 40 /var/log/mysql/error.log
#1777967163
sudo systemctl start mariadb
#1777967388
sudo mariadb -t
#1777967939
exit
