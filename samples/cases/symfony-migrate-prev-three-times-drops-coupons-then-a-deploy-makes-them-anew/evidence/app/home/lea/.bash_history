cd /srv/boutique
bin/console doctrine:migrations:status
bin/console doctrine:migrations:list
bin/console doctrine:migrations:migrate prev --no-interaction
bin/console doctrine:migrations:migrate prev --no-interaction
bin/console doctrine:migrations:migrate prev --no-interaction
bin/console doctrine:migrations:list
exit
