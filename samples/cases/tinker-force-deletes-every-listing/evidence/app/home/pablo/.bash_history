#1781691660
htop
#1781692212
tail -f /var/log/nginx/error.log
#1781693161
sudo systemctl restart php8.3-fpm
#1781693919
exit
