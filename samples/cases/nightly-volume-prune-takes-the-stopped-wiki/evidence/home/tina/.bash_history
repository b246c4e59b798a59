#1776803892
cd /srv/wiki
#1776803920
docker compose ps
#1776804015
docker compose down
#1776804063
sudo apt-get install --only-upgrade docker-ce docker-ce-cli
#1776804940
exit
#1776834270
cd /srv/wiki
#1776834302
docker compose up -d
#1776834584
docker compose logs --tail 60 db
#1776834740
docker volume ls
#1776834901
less /var/log/docker-tidy.log
