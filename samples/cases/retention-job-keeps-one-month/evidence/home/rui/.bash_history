#1780354320
sudo mariadb metrics -e "ANALYZE TABLE meters"
#1780355250
df -h / | tail -1
#1780355250
exit
