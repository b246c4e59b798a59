#1774958406
cat /opt/books/close_month.sh
#1774958436
crontab -l
#1774958437
exit
