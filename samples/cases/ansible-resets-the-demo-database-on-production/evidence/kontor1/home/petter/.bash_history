#1791961570
df -h
#1791962980
sudo systemctl restart kontor
#1791963868
exit
