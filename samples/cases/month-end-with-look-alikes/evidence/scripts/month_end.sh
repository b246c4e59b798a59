#!/bin/sh
set -e
mariadb ledger -e "ALTER TABLE audit DROP PARTITION p$(date -d "-13 months" +%Y%m)"
mariadb ledger -e "DELETE FROM sessions; DELETE FROM cache"
