#1740388501
cd /opt/webshop
#1740388508
docker compose exec app php artisan queue:restart
#1740388604
docker compose exec app php artisan cache:clear
#1740394082
docker compose exec app php artisan tinker
