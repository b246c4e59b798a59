#1740383882
cd /opt/webshop
#1740383890
git pull
#1740383971
docker compose ps
#1740384160
docker compose logs --tail 200 app
#1740393065
git log --oneline -5
#1740393612
docker compose exec app php artisan migrate:status
#1740393737
docker compose exec app php artisan migrate:rollback --step=4 --force
#1740393800
docker compose exec app php artisan migrate:status
#1740393841
docker compose exec app php artisan migrate --force
#1740394075
docker compose logs --tail 50 app
#1740394329
ls -la /opt/backup
#1740394890
docker compose exec db mysql -uroot -pFAKE-root-5511 webshop
