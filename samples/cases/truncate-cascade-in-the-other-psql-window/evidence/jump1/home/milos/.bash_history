#1770281209
psql service=crm-live
#1770281788
exit
