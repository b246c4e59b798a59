#1783600143
systemctl status postgresql@15-main
#1783600171
df -h
#1783600212
du -sh /var/lib/postgresql/15/main/* | sort -h | tail
#1783600300
ls /var/lib/postgresql/15/main/pg_wal | wc -l
#1783600442
journalctl --vacuum-size=50M
#1783600480
apt-get clean
#1783600611
df -h /var/lib/postgresql
#1783600706
rm -f /var/lib/postgresql/15/main/pg_wal/0000000100000000*
#1783600730
df -h /var/lib/postgresql
#1783600865
systemctl start postgresql@15-main
#1783600922
tail -30 /var/log/postgresql/postgresql-15-main.log
#1783601355
sudo -u postgres /usr/lib/postgresql/15/bin/pg_controldata /var/lib/postgresql/15/main > /root/controldata.txt
#1783601719
sudo -u postgres /usr/lib/postgresql/15/bin/pg_resetwal /var/lib/postgresql/15/main
#1783601762
sudo -u postgres /usr/lib/postgresql/15/bin/pg_resetwal -f /var/lib/postgresql/15/main
#1783601798
systemctl start postgresql@15-main
#1783602058
sudo -u postgres psql -f /root/counts.sql werkstatt | tee /root/counts-1301.txt
#1783603204
exit
