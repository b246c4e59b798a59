#1776751500
df -h
#1776753108
exit
#1776777188
sudo systemctl restart gunicorn
#1776777270
journalctl -u gunicorn -n 50
#1776778949
sudo mariadb praxis -t -e 'select count(*) from clinic_patient; select count(*) from clinic_appointment; select count(*) from auth_user'
#1776779172
ls -l /var/backups/praxis
