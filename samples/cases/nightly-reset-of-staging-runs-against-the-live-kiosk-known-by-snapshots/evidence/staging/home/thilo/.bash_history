#1778510412
cd /srv/kiosk-staging
#1778510463
vim .env
#1778510670
php artisan config:clear
#1778510710
php artisan tinker
#1778512844
git status
#1778512862
exit
