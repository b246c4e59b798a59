#1786597320
pg_dump -h crm-staging -U crm_owner -Fc crm > /tmp/crm_staging.dump
#1786597749
pg_restore -l /tmp/crm_staging.dump > /tmp/toc.txt
#1786598080
createdb -h localhost crm_scratch
#1786598102
pg_restore -h localhost -d crm_scratch -c --if-exists -s /tmp/crm_staging.dump
#1786598530
pg_restore -h crm-db1 -U crm_owner -d crm -c --if-exists -s /tmp/crm_staging.dump
#1786598670
psql -h crm-db1 -U crm_owner crm -c "\dt+"
