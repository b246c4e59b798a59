#1787687130
df -h
#1787687251
psql orchard_production
#1787688290
/usr/local/bin/count-rows orchard_production
#1787688679
exit
