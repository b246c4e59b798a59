cd /srv/academy/current
RAILS_ENV=production bin/rails c
RAILS_ENV=production bin/rails c
tail -f log/production.log
sudo systemctl restart sidekiq
exit
