#1784041929
docker context use erp-live
#1784041940
docker compose logs --tail 50 app
#1784043600
exit
#1784110571
cd erp
#1784110580
docker compose ps
#1784110618
codex
#1784111618
docker compose exec db sh -c 'mariadb -uroot -p"$MARIADB_ROOT_PASSWORD" erp -e "SELECT COUNT(*) FROM purchase_orders"'
#1784111670
docker context ls
