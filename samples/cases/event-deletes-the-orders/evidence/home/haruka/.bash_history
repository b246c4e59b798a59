#1781164890
sudo mariadb mart
#1781164978
exit
