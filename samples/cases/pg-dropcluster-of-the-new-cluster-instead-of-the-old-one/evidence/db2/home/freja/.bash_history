#1773931260
uptime
#1773932524
sudo rm -rf /var/lib/postgresql/upgrade-logs-13-15
#1773933571
sudo apt-get autoremove --purge
#1773934268
exit
