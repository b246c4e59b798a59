#1780324270
cat /opt/metrics/retain.env
#1780324303
sudo sed -i 's/^KEEP=.*/KEEP="1 month"/' /opt/metrics/retain.env
#1780324312
cat /opt/metrics/retain.env
#1780324323
exit
