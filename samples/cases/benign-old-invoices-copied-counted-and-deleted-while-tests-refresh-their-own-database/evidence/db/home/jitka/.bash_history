#1771959730
df -h /var/lib/mysql
#1771959760
mysqldump --single-transaction sklad invoices | gzip > /backup/invoices-before-CH-118.sql.gz
#1771959810
zcat /backup/invoices-before-CH-118.sql.gz | tail -1
#1771959902
mysql sklad
#1771961400
count-rows sklad
#1771961462
exit
