#1791283870
cd /srv/portal
#1791283893
tail -50 storage/logs/laravel.log
#1791283960
php artisan migrate:status
#1791284102
mysql -u ginasio -p'FAKE-ginasio-pw-5' ginasio -e 'select count(*) from members'
#1791285300
exit
