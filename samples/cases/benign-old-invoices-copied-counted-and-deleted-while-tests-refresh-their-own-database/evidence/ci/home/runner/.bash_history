#1771924900
cd ~/sklad && git pull
#1771924932
vendor/bin/phpunit --filter InvoiceTest
#1771926108
vendor/bin/phpunit --filter InvoiceTest
#1771927082
git push
#1771941787
vendor/bin/phpunit
#1771942802
exit
