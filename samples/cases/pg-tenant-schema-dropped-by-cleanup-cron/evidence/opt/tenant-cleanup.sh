#!/bin/bash
# drops the schemas of tenants whose contract ended 30 days ago
set -eu
export PGDATABASE=kentta PGUSER=tenant_owner
log(){ echo "$(date -Is) $*"; }
mapfile -t T < <(psql -XAtc "select schema_name || ' ' || ended_on from public.tenants where ended_on <= current_date - 30 and purged_at is null")
log "cleanup: ${#T[@]} expired tenant"
for t in "${T[@]}"; do set -- $t
  log "drop schema $1 (ended $2)"
  psql -Xqc "DROP SCHEMA IF EXISTS \"$1\" CASCADE;"
  psql -Xqc "update public.tenants set purged_at = now() where schema_name = '$1'"
done
