#1787641262
cd /srv/orchard/current
#1787641330
tail -n 50 log/production.log
#1787641960
RAILS_ENV=production bin/rails db:migrate:status
#1787642085
RAILS_ENV=production bin/rails db:rollback STEP=2
#1787642240
hostname
#1787642282
RAILS_ENV=production bin/rails db:migrate:status
#1787642769
RAILS_ENV=production bin/rails db:migrate
#1787643601
exit
