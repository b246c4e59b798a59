cd /var/www/zahn
php artisan migrate:status
php artisan queue:restart
php artisan view:clear
df -h
htop
sudo systemctl reload php8.2-fpm
exit
