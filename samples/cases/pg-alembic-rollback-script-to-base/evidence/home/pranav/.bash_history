#1784650670
sudo -E ./release.sh deploy v88
#1784651101
tail -f /var/log/agri/api.log
#1784651697
sudo -E ./release.sh rollback v87
#1784651790
psql -h 10.10.2.9 -U agri_api agri -c "\dt"
