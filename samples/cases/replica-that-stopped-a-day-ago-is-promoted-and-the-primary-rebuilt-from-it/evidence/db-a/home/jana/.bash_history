#1793667898
mariadb -h db-b -u monitor -pFAKE-monitor-5 -e "select 1"
#1793667910
uname -r
#1793667961
sudo apt-get -y full-upgrade
#1793668233
sudo systemctl stop keepalived
#1793669390
mariadb -e "show processlist"
#1793669438
sudo systemctl stop mariadb
#1793669465
sudo sh -c 'rm -rf /var/lib/mysql/* /var/log/mysql/bin.*'
#1793669578
sudo mariadb-install-db --user=mysql --datadir=/var/lib/mysql
#1793669590
sudo systemctl start mariadb
#1793669769
mariadb -e "create database sklep"; ssh db-b mariadb-dump --single-transaction sklep | mariadb sklep
#1793670180
exit
