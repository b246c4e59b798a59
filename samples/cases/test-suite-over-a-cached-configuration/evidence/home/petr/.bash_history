#1794302406
cd /var/www/library
#1794302420
tail -3 storage/logs/laravel.log
#1794303035
php artisan --version
#1794303036
exit
