#1793884131
sudo -u postgres psql
#1793884790
exit
