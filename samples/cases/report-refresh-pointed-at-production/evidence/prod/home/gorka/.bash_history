#1791338140
df -h /var/lib/postgresql
#1791338892
sudo -u postgres psql ventas -c 'VACUUM ANALYZE ventas.lineas'
#1791339628
exit
#1791347770
sudo tail -n 80 /var/log/postgresql/postgresql-15-main.log
