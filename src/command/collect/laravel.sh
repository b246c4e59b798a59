
# --- the Laravel application: its logs, and what it could have done ---
harmless='APP_(NAME|ENV|DEBUG|TIMEZONE)|LOG_(CHANNEL|STACK|LEVEL)|TZ'
harmless="$harmless|DB_(CONNECTION|HOST|PORT|DATABASE|USERNAME|TIMEZONE)|CACHE_(DRIVER|STORE|PREFIX)"
harmless="$harmless|QUEUE_CONNECTION|SESSION_DRIVER|BROADCAST_(DRIVER|CONNECTION)|FILESYSTEM_DISK"
apps=$app
[ -n "$apps" ] || apps=$(find /var/www /srv /home /opt -maxdepth 5 -type f -name artisan -print 2>/dev/null | sed 's|/artisan$||' | head -n 20)
[ -n "$apps" ] || say "no application was found; name its folder with -a"
printf '%s\n' "$apps" | while IFS= read -r root; do
    [ -d "$root" ] || continue
    root=$(cd "$root" && pwd)
    say "application: $root"
    recent "$root/storage/logs"
    whole "$root/routes" "$root/app/Console" "$root/app/Jobs" "$root/app/Providers" \
        "$root/database/migrations" "$root/database/seeders" "$root/database/seeds" "$root/bootstrap/app.php"
    for file in config/database.php config/app.php composer.json composer.lock phpunit.xml \
        deploy.php Envoy.blade.php .github/workflows .gitlab-ci.yml; do
        whole "$root/$file"
    done
    # the names of settings; values only of those that hold no secret, and no line that is neither
    for file in "$root"/.env "$root"/.env.*; do
        [ -r "$file" ] || continue
        mkdir -p "$to$root"
        sed -nE -e "s/^ *(export +)?(($harmless)=[^@#]*)\$/\\2/p" -e t \
            -e 's/^ *(export +)?([A-Z][A-Z0-9_]*)=.*/\2=(left out)/p' \
            "$file" >"$to$file" && touch -r "$file" "$to$file"
    done
    ask "$root/git.log" git -c "safe.directory=$root" -c log.showSignature=false \
        -c core.fsmonitor=false -C "$root" log -n 300 --date=iso
done
recent /var/log/supervisor /var/log/php* /var/log/deploy*
