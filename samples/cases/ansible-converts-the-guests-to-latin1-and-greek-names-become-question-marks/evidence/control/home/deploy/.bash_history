#1773151310
ansible-playbook -i inventories/live site.yml --limit db-ath-1
#1773217862
cd ~/infra && git pull
#1773218020
vim roles/mariadb/tasks/charset.yml
#1773218285
ansible-playbook -i inventories/live site.yml --tags charset --limit db-ath-1 --list-tasks
#1773218451
ansible-playbook -i inventories/live site.yml --tags charset --limit db-ath-1
#1773218660
git commit -am 'utf8mb4 everywhere' && git push
#1773220802
ssh db-ath-1
