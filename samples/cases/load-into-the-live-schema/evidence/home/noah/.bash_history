#1775277601
cat /opt/etl/load.env
#1775277641
sudo sed -i 's/^TARGET=.*/TARGET=sales/' /opt/etl/load.env
#1775277648
cat /opt/etl/load.env
#1775277654
exit
