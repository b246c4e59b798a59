#!/bin/bash
# moves paid invoices into the archive
export PGAPPNAME=archiver
psql -X -q -h 127.0.0.1 -U jobs -d shop_prod -f /opt/archiver/archive.sql
