#!/usr/bin/env bash
set -euxo pipefail
git checkout -q main && git pull -q --ff-only
composer install --no-dev --no-interaction -q
php artisan migrate --force
php artisan tenants:${TENANT_MIGRATE:-migrate} --force
php artisan queue:restart
