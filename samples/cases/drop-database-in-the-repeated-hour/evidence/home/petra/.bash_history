#1792858364
cat /etc/tenants/demo.conf
#1792858373
sudo sed -i 's/^DB=.*/DB=tenant_nord/' /etc/tenants/demo.conf
#1792858380
sudo mariadb -e "SHOW DATABASES"
#1792858400
history | tail -3
#1792858400
exit
