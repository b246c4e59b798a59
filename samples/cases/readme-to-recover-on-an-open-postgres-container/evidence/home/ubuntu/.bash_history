cd /srv/tickets
docker compose ps
docker compose logs app | tail -50
docker compose exec db psql -U postgres -l
docker compose logs db > compose-logs-db.txt
ls -la backups
