#1771927130
cd /srv/crm
#1771927170
php artisan queue:failed
#1771927392
tail -n 50 storage/logs/laravel.log
#1771928080
php artisan queue:monitor default
#1771928400
exit
