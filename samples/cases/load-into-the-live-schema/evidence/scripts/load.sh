#!/bin/bash
# loads the newest extract: empties the target's tables and fills them from the files
set -euo pipefail
. /opt/etl/load.env
echo "$(date '+%F %T') loading into $TARGET"
for table in customers invoices; do
  mariadb --local-infile=1 -u etl -pFAKE-etl-pw-77 -h 127.0.0.1 "$TARGET" -e "TRUNCATE TABLE $table; LOAD DATA LOCAL INFILE '/opt/etl/in/$table.csv' INTO TABLE $table FIELDS TERMINATED BY ','"
done
echo "$(date '+%F %T') loaded"
