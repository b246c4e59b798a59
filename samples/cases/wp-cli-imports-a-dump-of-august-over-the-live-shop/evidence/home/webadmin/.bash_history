#1790078102
cd /var/www/kaffee.example.com
#1790078140
wp core version
#1790078299
wp db export /home/webadmin/sql/options.sql --tables=wp_options
#1790078463
ls -lt ~/sql | head
#1790078567
cd ../staging.kaffee.example.com && wp option get siteurl
#1790078610
cd -
#1790078711
wp db import ~/sql/kaffeeshop-2026-08-18.sql
#1790078758
wp search-replace https://kaffee.example.com https://staging.kaffee.example.com --dry-run
#1790078961
wp wc shop_order list --user=1 --format=count
#1790079122
ls -l /srv/backups
