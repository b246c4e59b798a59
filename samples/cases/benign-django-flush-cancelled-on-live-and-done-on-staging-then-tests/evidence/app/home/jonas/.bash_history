#1776168110
cd /srv/atelier
#1776168130
source venv/bin/activate
#1776168192
python manage.py flush
#1776168290
cd /srv/atelier-staging && source .env
#1776168340
python manage.py flush --noinput
#1776168422
python manage.py test --noinput
#1776169180
cd /srv/atelier
#1776169230
python manage.py remove_stale_contenttypes --noinput
#1776169860
exit
