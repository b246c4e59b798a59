
# --- MySQL or MariaDB: its state, its settings, its logs ---
client=$(command -v mariadb || command -v mysql || true)
# the account comes from an option file, from the client's own ones, or from the socket
[ -n "$account" ] || [ ! -r /etc/mysql/debian.cnf ] || account=/etc/mysql/debian.cnf

# query SQL: the answer, tab-separated, with the names of the columns
query() {
    if [ -n "$account" ]; then
        "$client" --defaults-extra-file="$account" -B -e "$1"
    else
        "$client" -B -e "$1"
    fi
}

# value NAME: a setting of the server
value() { query "SELECT @@GLOBAL.$1" 2>/dev/null | tail -n +2; }

own="'information_schema','performance_schema','mysql','sys'"
if [ -z "$client" ]; then
    say "there is no mysql or mariadb client here"
elif ! query 'SELECT 1' >/dev/null 2>>"$folder/collect.log"; then
    say "the server does not let this account in; name an option file with -c (see collect.log)"
else
    # MySQL 8 else answers with counts of yesterday
    fresh=$(query "SHOW VARIABLES LIKE 'information_schema_stats_expiry'" | grep -c expiry)
    [ "$fresh" = 0 ] && fresh='' || fresh='SET SESSION information_schema_stats_expiry = 0;'
    ask mysql/now.tsv query 'SELECT NOW(), UTC_TIMESTAMP(), @@system_time_zone, @@time_zone, VERSION()'
    ask mysql/tables.tsv query "$fresh SELECT * FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT IN ($own) ORDER BY TABLE_SCHEMA, TABLE_NAME"
    ask mysql/columns.tsv query "SELECT * FROM information_schema.COLUMNS WHERE TABLE_SCHEMA NOT IN ($own) ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION"
    ask mysql/key_column_usage.tsv query "SELECT * FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA NOT IN ($own)"
    ask mysql/referential_constraints.tsv query "SELECT * FROM information_schema.REFERENTIAL_CONSTRAINTS"
    ask mysql/events.tsv query 'SELECT * FROM information_schema.EVENTS'
    ask mysql/triggers.tsv query "SELECT * FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA NOT IN ($own)"
    ask mysql/routines.tsv query "SELECT * FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA NOT IN ($own)"
    ask mysql/variables.tsv query 'SHOW GLOBAL VARIABLES'
    ask mysql/status.tsv query 'SHOW GLOBAL STATUS'
    ask mysql/processlist.tsv query 'SHOW FULL PROCESSLIST'
    ask mysql/accounts.tsv query 'SELECT User, Host FROM mysql.user'
    ask mysql/binary-logs.tsv query 'SHOW BINARY LOGS'
    query "SELECT TABLE_SCHEMA FROM information_schema.TABLES WHERE TABLE_NAME = 'migrations' AND TABLE_SCHEMA NOT IN ($own)" |
        tail -n +2 | while IFS= read -r schema; do
            case $schema in *[!A-Za-z0-9_-]*) say "odd name, left out: $schema"; continue ;; esac
            ask "mysql/migrations-$schema.tsv" query "SELECT * FROM \`$schema\`.migrations ORDER BY 1"
        done
    # log_output=TABLE keeps the logs in tables
    case $(value log_output) in *TABLE*)
        ask mysql/general_log.tsv query "SELECT event_time, user_host, thread_id, server_id, command_type, CONVERT(argument USING utf8mb4) AS argument FROM mysql.general_log WHERE event_time > NOW() - INTERVAL $days DAY"
        ask mysql/slow_log.tsv query "SELECT start_time, user_host, query_time, lock_time, rows_sent, rows_examined, db, CONVERT(sql_text USING utf8mb4) AS sql_text FROM mysql.slow_log WHERE start_time > NOW() - INTERVAL $days DAY"
        ;;
    esac
    data=$(value datadir)
    for name in general_log_file slow_query_log_file log_error; do
        file=$(value "$name")
        case $file in
            '' | stderr) continue ;;
            /*) ;;
            *) file=$data/$file ;;
        esac
        recent "$file" "$file".* "$file"-*
    done
    # binary logs as text, each statement and row, where the tool is here and they may be read
    reader=$(command -v mariadb-binlog || command -v mysqlbinlog || true)
    base=$(value log_bin_basename)
    if [ -n "$reader" ] && [ -n "$base" ] && [ "$base" != NULL ]; then
        find "$(dirname "$base")" -type f -name "$(basename "$base").[0-9]*" -mtime -"$days" -size -"$((megabytes * 1024))"k -print 2>>"$folder/collect.log" |
            while IFS= read -r file; do
                ask "mysql/binlog/$(basename "$file").sql" "$reader" --base64-output=DECODE-ROWS -v "$file"
            done
    fi
fi
recent /var/log/mysql /var/log/mariadb /var/log/mysqld.log /var/log/mysql.log
