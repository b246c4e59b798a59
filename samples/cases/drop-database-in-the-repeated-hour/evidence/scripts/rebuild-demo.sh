#!/bin/bash
# Rebuilds the demo tenant from its seed.
set -eu
. /etc/tenants/demo.conf
echo "$(date '+%F %T') rebuilding $DB"
mariadb -e "DROP DATABASE IF EXISTS \`$DB\`; CREATE DATABASE \`$DB\`"
zcat "$SEED" | mariadb "$DB"
echo "$(date '+%F %T') done"
