#1779293420
cd /srv/turnos/current
#1779293464
php artisan queue:failed
#1779293551
php artisan queue:retry all
#1779294220
php artisan tinker
#1779294549
php artisan cache:clear
#1779294601
exit
