#!/bin/sh
# loads the newest dump into a schema of its own, counts, and drops that again
set -e
mariadb -e "CREATE DATABASE restore_check"
zcat "$(ls -1 /var/backups/ledger-*.sql.gz | tail -1)" | mariadb restore_check
echo "$(date '+%F %T') entries: $(mariadb -N -e 'SELECT COUNT(*) FROM restore_check.entries')"
mariadb -e "DROP DATABASE restore_check"
