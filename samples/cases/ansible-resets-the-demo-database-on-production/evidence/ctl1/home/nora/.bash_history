#1791896540
cd ansible
#1791896651
git pull
#1791963012
cd ansible && git pull
#1791963040
ansible -i inventory/hosts demo --list-hosts | head -1
#1791963074
ansible-playbook -i inventory/hosts reset-demo.yml
#1791964730
git log --stat -3 inventory/hosts
#1791964855
ssh kontor1
