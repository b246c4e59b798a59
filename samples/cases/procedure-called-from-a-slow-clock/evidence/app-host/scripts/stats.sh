#!/bin/sh
mariadb -h 192.0.2.10 -ubooks -pFAKE-books-pw-5 books -e "SELECT COUNT(*) FROM postings WHERE booked_on = CURDATE()"
