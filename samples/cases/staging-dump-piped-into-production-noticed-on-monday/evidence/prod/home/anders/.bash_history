#1770282662
sudo apt list --upgradable
#1770385811
ls -lh /srv/dumps
#1770386556
pv /srv/dumps/staging-2026-02-06.sql | sudo mariadb butik
#1770386600
exit
#1770623702
zcat /var/backups/butik/butik-2026-02-09.sql.gz | grep -c staging.example.com
