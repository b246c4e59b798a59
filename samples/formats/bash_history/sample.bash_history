#1795415944
cd /srv/app
#1795415950
php artisan migrate:status
