#!/bin/sh
set -e
psql -X -q -h 127.0.0.1 -U jobs -d shop_prod -f /opt/shop/purge.sql
