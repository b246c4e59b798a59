#1793668142
mariadb -e "show slave status\G" | grep -i io_running
#1793668214
mariadb -e "stop slave; reset slave all; set global read_only=0"
#1793668240
sudo systemctl start keepalived
#1793668290
ip addr show eth0
#1793669762
ls -lh /var/log/mysql
#1793670240
exit
