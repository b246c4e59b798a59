#!/bin/sh
# keeps the table of readings small; in slices, so that replicas follow
. /etc/telemetry/prune.conf
echo "$(date -Iseconds) prune readings older than $KEEP"
total=0
while :; do
  n=$(mariadb --defaults-extra-file=/etc/telemetry/my.cnf -N telemetry -e "DELETE FROM readings WHERE taken_at < NOW() - INTERVAL $KEEP LIMIT 500; SELECT ROW_COUNT()")
  total=$((total + n))
  [ "$n" -lt 500 ] && break
  sleep 0.5
done
echo "$(date -Iseconds) $total rows deleted"
