#1789034522
cd /var/www/boutique
#1789034559
wp db export /tmp/live.sql --single-transaction
#1789034620
cd /var/www/staging
#1789034632
wp config get DB_NAME
#1789034651
wp db reset --yes
#1789034702
wp db import /tmp/live.sql
#1789034779
wp search-replace https://boutique.example.com https://staging.boutique.example.com --all-tables
#1789034820
wp eval-file anonymise.php
#1789034910
wp plugin list
#1789034950
rm /tmp/live.sql
