#1788458764
cd /var/www/library
#1788458782
php artisan migrate:status | tail -3
#1788459167
uptime
#1788459167
exit
