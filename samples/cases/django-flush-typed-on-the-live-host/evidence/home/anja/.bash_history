#1776326531
cd /srv/praxis
#1776326550
git log --oneline -5
#1776326701
exit
#1776778351
cd /srv/praxis
#1776778360
source venv/bin/activate
#1776778393
python manage.py showmigrations
#1776778609
python manage.py flush
#1776778812
hostname
#1776778862
git status
#1776779370
exit
