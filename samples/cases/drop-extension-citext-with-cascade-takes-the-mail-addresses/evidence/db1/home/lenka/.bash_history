#1776856770
df -h
#1776856805
psql -U marek spolek -c 'select count(*) from members'
#1776858062
sudo tail -f /var/log/postgresql/postgresql-2026-04-22_13.log
#1776862687
df -h /mnt/logship
