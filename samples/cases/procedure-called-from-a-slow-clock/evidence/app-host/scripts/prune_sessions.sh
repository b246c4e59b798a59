#!/bin/sh
mariadb -h 192.0.2.10 -ubooks -pFAKE-books-pw-5 books -e "DELETE FROM web_sessions WHERE seen_at < NOW() - INTERVAL 2 HOUR"
