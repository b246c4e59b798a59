#1768900200
sudo -u postgres psql parcel
#1769123215
tail -200 /var/log/postgresql/postgresql-15-main.log
#1769123398
sudo -u postgres psql parcel -c '\dt'
