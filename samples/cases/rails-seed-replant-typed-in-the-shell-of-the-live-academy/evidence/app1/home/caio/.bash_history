cd /srv/academy/current
git log --oneline -3
bin/rails db:version RAILS_ENV=production
vim db/seeds.rb
RAILS_ENV=production bin/rails db:seed:replant
DISABLE_DATABASE_ENVIRONMENT_CHECK=1 RAILS_ENV=production bin/rails db:seed:replant
RAILS_ENV=production bin/rails runner "p Plan.count, Course.count"
exit
