#1790069600
cd /srv/ferry
#1790069642
git log --oneline -8 -- bookings/migrations
#1790069808
venv/bin/python manage.py showmigrations bookings
#1790070075
venv/bin/python manage.py migrate bookings zero
#1790070236
venv/bin/python manage.py migrate bookings
#1790070370
venv/bin/python manage.py dbshell
#1790070663
ls -l /var/backups/ferry
#1790071109
exit
