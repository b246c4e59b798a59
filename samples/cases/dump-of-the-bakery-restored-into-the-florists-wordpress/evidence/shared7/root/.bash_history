#1772592910
tail -100 /var/log/apache2/domlogs/crumb.example.net
#1772593721
ls -l /backup/daily/2026-03-03/
#1772593862
zcat /backup/daily/2026-03-03/bakery_wp.sql.gz | grep -c "INSERT INTO"
#1772593950
mysql -e "show databases"
#1772594062
zcat /backup/daily/2026-03-03/bakery_wp.sql.gz | mysql florist_wp
#1772594103
mysql bakery_wp -e "select option_value from wp_options where option_name='blogname'"
#1772595710
zcat /backup/daily/2026-03-03/bakery_wp.sql.gz | mysql bakery_wp
#1772595792
systemctl reload apache2
#1772595840
exit
