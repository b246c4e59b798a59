#1779154872
sudo mariadb -e "SHOW FULL PROCESSLIST"
#1779155090
sudo systemctl restart wiki-export
#1779155190
curl -sI https://wiki.example.com/pages | head -1
#1779155718
exit
