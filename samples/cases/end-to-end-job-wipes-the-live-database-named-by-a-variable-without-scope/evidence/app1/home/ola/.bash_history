#1786433402
cd /srv/hytte
#1786433470
php artisan cache:clear
#1786433800
php artisan tinker
#1786434290
php artisan migrate:status
#1786434362
tail -100 storage/logs/laravel-2026-08-11.log
#1786435260
exit
