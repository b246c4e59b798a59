#1777967250
sudo systemctl start mariadb
#1777967428
exit
