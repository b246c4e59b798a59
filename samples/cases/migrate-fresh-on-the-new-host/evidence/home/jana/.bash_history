#1795434410
cd /var/www/shop
#1795434421
git status
#1795434435
mysqldump -ubookshop -pFAKE-bookshop-pw-41 -h127.0.0.1 --no-data bookshop > /home/jana/shape.sql
#1795434454
php artisan migrate:status | tail -5
#1795434471
php artisan migrate:fresh --force
#1795434489
php artisan migrate:status | tail -5
#1795434496
hostname
