mariadb records
uptime
exit
mariadb records
exit
