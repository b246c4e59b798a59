#!/bin/sh
# subscriptions of plans that we no longer sell
export PGAPPNAME=retire-plans
psql -X -q -h 127.0.0.1 -p 6432 -U billing -d billing -c "delete from subscriptions s using plans p where p.retired;"
