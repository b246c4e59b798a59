#!/bin/bash
# nightly price changes of the supplier, fetched by SFTP before
set -euo pipefail
day=$(date +%F)
file=/srv/import/in/prices-$day.csv
[ -s "$file" ] || exit 0
echo "$(date '+%F %T') start $(basename "$file") ($(($(wc -l < "$file") - 1)) lines)"
n=$(mariadb --defaults-extra-file=/etc/import.cnf --local-infile=1 -N tienda -e "LOAD DATA LOCAL INFILE '$file' REPLACE INTO TABLE article_prices FIELDS TERMINATED BY ';' IGNORE 1 LINES (article_no, price, currency, valid_from); SELECT ROW_COUNT()")
echo "$(date '+%F %T') LOAD DATA done, affected $n"
