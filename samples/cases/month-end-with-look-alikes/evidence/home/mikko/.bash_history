#1777615500
tail -3 /var/log/check_restore.log
#1777615509
zgrep -c "DROP TABLE" /var/backups/ledger-20260430.sql.gz
#1777615521
sudo mariadb ledger -e 'SELECT COUNT(*) FROM entries'
#1777615521
exit
