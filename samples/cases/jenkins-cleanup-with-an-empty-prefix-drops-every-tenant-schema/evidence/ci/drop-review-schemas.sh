#!/usr/bin/env bash
# Drops the schemas of a review app. PREFIX is the branch's slug, e.g. pr_412
set -eu
PREFIX="$1"
psql -v ON_ERROR_STOP=1 -At -c "SELECT format('DROP SCHEMA %I CASCADE;', nspname) FROM pg_namespace WHERE nspname LIKE '${PREFIX}%' AND nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('public', 'information_schema') ORDER BY 1" > drop.sql
cat drop.sql
psql -v ON_ERROR_STOP=1 -f drop.sql
