#1775014680
uptime
#1775016370
tail -2 /var/log/books/close.log
#1775016370
exit
