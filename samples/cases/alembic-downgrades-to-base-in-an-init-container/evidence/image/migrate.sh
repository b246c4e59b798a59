#!/bin/sh
set -eu
echo "DB_MIGRATE_FROM_SCRATCH=${DB_MIGRATE_FROM_SCRATCH:-}"
if [ -n "${DB_MIGRATE_FROM_SCRATCH:-}" ]; then
  echo "+ alembic downgrade base"; alembic downgrade base
  echo "+ alembic upgrade head"
fi
alembic upgrade head
