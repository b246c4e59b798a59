#1789650362
cd /var/www/fleet-staging
#1789650390
grep ^DB_ .env
#1789650464
php artisan migrate:fresh --seed
#1789650510
php artisan test --filter=Geofence
#1789651201
exit
