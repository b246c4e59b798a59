#1782266260
cd /srv/brief/current
#1782266282
tail -n 5 log/sidekiq.log
#1782266424
RAILS_ENV=production bundle exec rails runner 'p Upload.where(state: "tmp").limit(5).ids'
#1782266500
df -h /srv
#1782266642
exit
