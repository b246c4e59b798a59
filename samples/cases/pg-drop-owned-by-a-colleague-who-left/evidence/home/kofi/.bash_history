#1768989745
cat ~/offboarding.txt
#1768989931
psql -U dba planning
#1768990290
logout
