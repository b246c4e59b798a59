#1789392065
df -h /var/lib/postgresql
#1789392077
du -sh /var/lib/postgresql/15/main
#1789392099
psql claims
#1789392280
exit
