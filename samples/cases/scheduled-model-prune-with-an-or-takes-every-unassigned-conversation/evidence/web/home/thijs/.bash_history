#1780951203
cd steun.example.com
#1780951230
php artisan queue:restart
#1780951441
php artisan telescope:clear
#1780951500
exit
#1780985525
cd steun.example.com
#1780985560
php artisan tinker
#1780986002
php artisan schedule:list
#1780986662
exit
