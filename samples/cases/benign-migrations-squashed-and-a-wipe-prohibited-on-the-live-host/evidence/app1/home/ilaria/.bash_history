#1776257823
cd /srv/officina-dev
#1776258710
cat .env.testing
#1776258728
php artisan test --env=testing
#1776259239
php artisan migrate:fresh --env=testing
#1776261861
php artisan schema:dump --prune --env=testing
#1776262032
git add -A database && git commit
#1776262202
git push origin squash
#1776264734
cd /srv/officina
#1776264750
php artisan migrate:fresh
#1776264771
pwd
#1776264788
php artisan migrate:status
