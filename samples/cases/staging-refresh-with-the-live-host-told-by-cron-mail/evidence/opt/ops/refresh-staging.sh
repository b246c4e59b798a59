#!/bin/bash
# Copies the live CRM to staging every night and makes people anonymous there.
set -x
. /etc/refresh-staging.conf
date -Is
mysqldump -h $SRC_HOST --single-transaction --set-gtid-purged=OFF $DB > /var/tmp/crm-refresh.sql
mysql -h $DST_HOST -e "DROP DATABASE IF EXISTS $DB; CREATE DATABASE $DB CHARACTER SET utf8mb4"
mysql -h $DST_HOST $DB < /var/tmp/crm-refresh.sql
mysql -h $DST_HOST $DB -e 'UPDATE users SET email = CONCAT("user", id, "@example.invalid"), phone = NULL'
mysql -h $DST_HOST $DB -e 'TRUNCATE TABLE oauth_access_tokens'
date -Is
rm -f /var/tmp/crm-refresh.sql
