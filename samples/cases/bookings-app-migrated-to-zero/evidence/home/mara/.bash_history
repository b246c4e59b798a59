#1790067590
cd /srv/ferry
#1790067631
git pull --ff-only
#1790067670
venv/bin/python manage.py showmigrations --plan | tail -5
#1790067728
venv/bin/python manage.py migrate fares
#1790067800
sudo systemctl reload gunicorn
#1790068795
exit
