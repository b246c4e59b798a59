
# --- PostgreSQL: its state, its settings, its logs ---
# the account comes from PGUSER, PGHOST, PGSERVICE and ~/.pgpass, or from -c, a password file
[ -z "$account" ] || { PGPASSFILE=$account && export PGPASSFILE; }

# query DATABASE SQL: the answer as CSV
query() { psql -X -w --csv -d "$1" -c "$2"; }

if ! command -v psql >/dev/null 2>&1; then
    say "there is no psql here"
elif ! query postgres 'SELECT 1' >/dev/null 2>>"$folder/collect.log"; then
    say "the server does not let this account in; run it as the account postgres, or set PGUSER and -c"
else
    ask postgres/now.csv query postgres "SELECT now(), current_setting('TimeZone') AS timezone, current_setting('log_timezone') AS log_timezone, version()"
    ask postgres/settings.csv query postgres 'SELECT name, setting, source FROM pg_settings ORDER BY 1'
    ask postgres/activity.csv query postgres 'SELECT pid, usename, datname, application_name, client_addr, backend_start, xact_start, state, query FROM pg_stat_activity'
    ask postgres/databases.csv query postgres 'SELECT datname, numbackends, xact_commit, xact_rollback, tup_inserted, tup_updated, tup_deleted, stats_reset FROM pg_stat_database'
    ask postgres/archiver.csv query postgres 'SELECT * FROM pg_stat_archiver'
    query postgres 'SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate' |
        tail -n +2 | while IFS= read -r name; do
            case $name in *[!A-Za-z0-9_-]*) say "odd name, left out: $name"; continue ;; esac
            ask "postgres/$name/tables.csv" query "$name" "SELECT schemaname AS \"TABLE_SCHEMA\", relname AS \"TABLE_NAME\", n_live_tup AS \"TABLE_ROWS\" FROM pg_stat_user_tables ORDER BY 1, 2"
            ask "postgres/$name/activity-of-tables.csv" query "$name" 'SELECT * FROM pg_stat_user_tables ORDER BY schemaname, relname'
            ask "postgres/$name/columns.csv" query "$name" "SELECT table_schema AS \"TABLE_SCHEMA\", table_name AS \"TABLE_NAME\", column_name AS \"COLUMN_NAME\", data_type AS \"COLUMN_TYPE\", is_nullable AS \"IS_NULLABLE\", column_default AS \"COLUMN_DEFAULT\" FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, ordinal_position"
            if [ "$(query "$name" "SELECT to_regclass('public.migrations') IS NOT NULL" | tail -n 1)" = t ]; then
                ask "postgres/$name/migrations.csv" query "$name" 'SELECT * FROM public.migrations ORDER BY 1'
            fi
        done
    data=$(query postgres 'SHOW data_directory' | tail -n 1)
    logs=$(query postgres 'SHOW log_directory' | tail -n 1)
    case $logs in /*) recent "$logs" ;; *) recent "$data/$logs" ;; esac
fi
recent /var/log/postgresql
