#!/bin/sh
# closes the month on the database host
echo "$(date -u +%FT%TZ) closing"
mariadb -h 192.0.2.10 -ubooks -pFAKE-books-pw-5 books -e "CALL close_month()"
echo "$(date -u +%FT%TZ) closed"
