#1770386410
tail -f /var/log/butik/butik.log
#1770388731
sudo systemctl reload nginx
#1770388798
exit
