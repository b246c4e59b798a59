#!/bin/bash
set -eu
for db in tenant_demo tenant_nord; do
  mariadb-dump --single-transaction "$db" | gzip > "/var/backups/$db-$(date +%F).sql.gz"
done
