#1794461980
cd ~/vereniging
#1794462011
mysql -u staging -p vereniging_staging < sql/042_pasnummer.sql
#1794462289
mysql -u staging -p vereniging
#1794462320
mysql -u staging -p vereniging_staging
#1794462362
exit
