#1780995890
psql -l
#1780995909
pgbench -i -s 1 bench
#1780995940
pgbench -n -c 2 -t 4 bench
#1780996169
pgbench -i -I d bench
#1780996202
exit
