#1779918630
psql -h 10.95.0.5 -U billing billing
#1779919070
psql -h 10.95.0.5 -U readonly billing
#1779919140
exit
