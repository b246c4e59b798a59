#1777911241
sudo apt-get install mariadb-server galera-4
#1777911730
sudo vi /etc/mysql/mariadb.conf.d/60-galera.cnf
#1777912265
exit
#1777966995
cat /etc/mysql/mariadb.conf.d/60-galera.cnf
#1777967058
sudo galera_new_cluster
#1777967110
sudo mariadb -e "SHOW STATUS LIKE 'wsrep_cluster_size'"
#1777967800
exit
