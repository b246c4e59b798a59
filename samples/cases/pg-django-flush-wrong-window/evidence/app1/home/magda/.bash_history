#1771250529
tail -n 50 /var/log/klinika/gunicorn.log
#1771333100
cd /srv/klinika
#1771333111
. venv/bin/activate
#1771333142
python manage.py showmigrations billing
#1771333964
python manage.py check --deploy
#1771334541
python manage.py flush
#1771334630
python manage.py loaddata demo_doctors.json
#1771334652
hostname; cat .env | grep DATABASE_HOST
#1771335675
exit
