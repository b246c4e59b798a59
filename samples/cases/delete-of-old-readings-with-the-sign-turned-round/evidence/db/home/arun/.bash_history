mysqladmin status
sudo journalctl -u mysql -n 20
exit
