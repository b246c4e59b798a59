#1781692890
cd /var/www/inmo/current
#1781692904
php artisan about
#1781692940
php artisan model:prune --pretend
#1781692988
tail -n 30 storage/logs/laravel.log
#1781693020
php artisan tinker
#1781693531
php artisan down --secret=FAKE-maint-71b
#1781693570
ls -l /mnt/backup
#1781695862
exit
