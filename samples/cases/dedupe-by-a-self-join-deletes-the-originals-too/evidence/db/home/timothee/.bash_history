#1792502282
cd ~
#1792502390
vim dedupe_customers.sql
#1792502410
mysql boutique -e "SELECT email, COUNT(*) AS n FROM customers WHERE email IS NOT NULL GROUP BY email HAVING n > 1 ORDER BY n DESC LIMIT 5;"
#1792502532
vim dedupe_customers.sql
#1792502569
mysql boutique < dedupe_customers.sql
#1792502600
rm -f dedupe_customers.sql~
#1792503100
mysql -t boutique -e "SELECT COUNT(*) AS customers, SUM(email IS NULL) AS without_email FROM customers; SELECT COUNT(*) AS orders_without_customer FROM orders o LEFT JOIN customers c ON c.id = o.customer_id WHERE c.id IS NULL;"
#1792503181
ls -l /srv/backup
