#1779204541
psql "host=10.132.0.5 dbname=boxoffice user=ruben"
#1779205080
gcloud sql backups list --instance bo-main > /tmp/backups.txt
#1779205799
exit
