#1791249011
cd /srv/teahouse
#1791249030
git pull
#1791249230
docker compose up -d worker beat
#1791249305
docker compose logs --tail 20 worker
#1791249600
docker compose exec web python manage.py migrate --plan
#1791249900
exit
#1791291490
docker compose exec web python manage.py shell
#1791292212
exit
