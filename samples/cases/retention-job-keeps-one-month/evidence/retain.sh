#!/bin/bash
# Drops the monthly partitions of readings that are older than KEEP, and adds next month's.
set -euo pipefail
. /opt/metrics/retain.env
edge="p$(date -d "$(date +%Y-%m-01) -$KEEP" +%Y%m)"
mariadb -N -e "SELECT PARTITION_NAME FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA='$DB' AND TABLE_NAME='readings' AND PARTITION_NAME < '$edge' ORDER BY 1" |
while read -r part; do
  echo "$(date '+%F %T') dropping $part (keeping from $edge)"
  mariadb "$DB" -e "ALTER TABLE readings DROP PARTITION $part"
done
echo "$(date '+%F %T') retention done"
