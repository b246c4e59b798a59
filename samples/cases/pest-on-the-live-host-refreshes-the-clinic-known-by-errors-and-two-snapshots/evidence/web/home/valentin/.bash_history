cd /var/www/zahn
git status
git fetch
git log --oneline -5
tail -50 storage/logs/laravel-2026-04-14.log
php artisan tinker
composer install
vim app/Services/InvoiceTotals.php
ls tests/Feature
vendor/bin/pest --filter=InvoiceTotals
git diff
git checkout app/Services/InvoiceTotals.php
composer install --no-dev -o
exit
