#1794237501
cd /var/www/library
#1794237513
php artisan config:cache
#1794237522
php artisan migrate:status
#1794237527
exit
#1794302890
cd /var/www/library
#1794302911
ls tests
#1794302944
vendor/bin/phpunit --filter LoanTest
#1794303026
php artisan migrate:status | head -4
#1794303035
exit
