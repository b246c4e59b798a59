#!/bin/bash
# release.sh deploy VERSION | rollback VERSION
set -u
log(){ echo "$(date +'[%Y-%m-%d %H:%M:%S%z]') $*" >> /srv/agri/release.log; }
case "$1" in
deploy) log "release $2 start (by ${SUDO_USER:-$USER})"; log "+ alembic upgrade head"; alembic upgrade head >> /srv/agri/release.log 2>&1 ;;
rollback)
  log "rollback to $2 start (by ${SUDO_USER:-$USER})"
  PREV=$(cat /srv/agri/releases/$2/REVISION 2>/dev/null)
  log "previous revision: ${PREV:-<none>}"
  log "+ alembic downgrade ${PREV:-base}"
  alembic downgrade "${PREV:-base}" >> /srv/agri/release.log 2>&1 ;;
esac
