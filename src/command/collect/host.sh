
# --- the machine: its clock, who was there, what runs by itself ---
ask host/date.txt date '+%Y-%m-%dT%H:%M:%S%z'
ask host/timedatectl.txt timedatectl
ask host/localtime.txt readlink -f /etc/localtime
ask host/uptime.txt uptime
ask host/last.txt last -F -n 500
ask host/ps.txt ps -ef
ask host/timers.txt systemctl list-timers --all --no-pager
ask host/journal.log journalctl --no-pager -o short-iso --since "$days days ago"
ask host/crontab-of-this-account.txt crontab -l
keep /etc/timezone
keep /etc/crontab
keep /etc/anacrontab
whole /etc/cron.d /etc/cron.hourly /etc/cron.daily /etc/cron.weekly /etc/cron.monthly
whole /var/spool/cron
for unit in /etc/systemd/system/*.timer /etc/systemd/system/*.service; do keep "$unit"; done
for log in syslog messages auth.log secure cron cron.log daemon.log audit/audit.log; do
    recent "/var/log/$log" "/var/log/$log".* "/var/log/$log"-*
done
while IFS=: read -r _ _ _ _ _ home _; do
    [ -n "$home" ] || continue
    for history in .bash_history .zsh_history .ash_history .sh_history .mysql_history \
        .mariadb_history .psql_history .local/share/fish/fish_history; do
        keep "$home/$history"
    done
done </etc/passwd
recent /var/log/nginx /var/log/apache2 /var/log/httpd
# which backups there are; they are large, so name the one that is wanted with -k
find /var/backups /backup /backups /srv /home /opt -xdev -type f \
    \( -name '*.sql' -o -name '*.sql.*' -o -name '*.dump' -o -name '*.dump.*' \) \
    -exec ls -ln {} + >"$to/host/backups-there-are.txt" 2>/dev/null
[ -s "$to/host/backups-there-are.txt" ] || rm -f "$to/host/backups-there-are.txt"
