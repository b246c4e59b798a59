#1791185795
cat leavers.txt
#1791185817
sudo /usr/local/sbin/remove-leavers leavers.txt
#1791186056
history | tail -2
#1791186056
exit
