psql -h 10.5.0.11 -U postgres boutique
cd /srv/boutique
bin/console cache:clear
bin/console messenger:stop-workers
exit
