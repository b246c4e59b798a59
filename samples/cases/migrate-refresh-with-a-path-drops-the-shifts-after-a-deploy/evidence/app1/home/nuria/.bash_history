#1779293172
cd /srv/turnos/current
#1779293180
php artisan migrate:status
#1779293695
vim database/migrations/2025_02_10_090000_create_shifts_table.php
#1779294063
php artisan about --only=environment
#1779294393
php artisan migrate:refresh --path=database/migrations/2025_02_10_090000_create_shifts_table.php --force
#1779294418
php artisan migrate:status
#1779295290
tail -n 80 storage/logs/laravel-2026-05-20.log
#1779295622
exit
