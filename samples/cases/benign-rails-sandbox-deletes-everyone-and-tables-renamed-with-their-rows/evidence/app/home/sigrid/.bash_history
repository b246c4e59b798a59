#1769502700
cd ~/klubb
#1769502712
RAILS_ENV=test bin/rails db:schema:load
#1769502750
RAILS_ENV=test bin/rspec spec/models/member_spec.rb
#1769505170
cd /srv/klubb/current
#1769505182
RAILS_ENV=production bin/rails console --sandbox
#1769505540
exit
