#!/bin/bash
set -euo pipefail
env="${APP_ENV:-local}"
echo "bin/deploy.sh: release $(git rev-parse --short HEAD), env $env"
composer install --no-interaction --quiet
composer dump-autoload -o
php artisan down
if [ "$env" = local ]; then
    # a developer's machine: always start from the seeds
    (set -x; php artisan migrate:fresh --seed --force)
else
    (set -x; php artisan migrate --force)
fi
php artisan up
